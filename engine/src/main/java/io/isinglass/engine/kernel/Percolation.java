package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Whole;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.noise.Dice;

/**
 * The bonds of Fortuin and Kasteleyn between embedded spins: one that raises ln p by x is laid with probability
 * 1 − e^−2x, one that lowers it never. What they join may turn its sign at no cost but that of the sites' own fields.
 */
final class Percolation {

    /*
     * Addresses: the row is the number of the round in this sweep, the column that of a site, from whose end a bond is
     * asked for. A draw below FIRST_BOND is the site's own, those from there on are its bonds'.
     */

    private static final int AXIS = 0;
    private static final int START = 1;
    private static final int SIGN = 2;
    private static final int FIRST_BOND = 3;

    private final Embedded model;
    private final Whole whole;
    private final Couplings couplings;
    private final Dice dice;
    private final double[] strengths;
    private double axis;
    private double lastGain;
    private double lastProbability;

    Percolation(Embedded model, Whole whole, Couplings couplings, Dice dice) {
        this.model = model;
        this.whole = whole;
        this.couplings = couplings;
        this.dice = dice;
        this.strengths = new double[] {2 * model.coupling(0, couplings), 2 * model.coupling(1, couplings)};
    }

    /** Begins round {@code number} of this sweep, along an axis of its own. */
    void begin(int number) {
        dice.row(number);
        axis = dice.uniform(0, AXIS);
    }

    /** A site chosen by chance. */
    int start() {
        return (int) (dice.uniform(0, START) * whole.sites());
    }

    double component(int site) {
        return model.component(whole.value(site), axis);
    }

    /** Whether bond {@code bond} of a site is laid to {@code other}, its other end. */
    boolean isLaid(int site, double component, int bond, int other) {
        double gain = strengths[whole.ring(bond)] * whole.weight(site, bond) * component * component(other);
        return gain > 0 && dice.uniform(site, FIRST_BOND + bond) < probability(gain);
    }

    /** 1 − e^−gain; where all bonds are alike, it is worked out once. */
    private double probability(double gain) {
        if (gain != lastGain) {
            lastGain = gain;
            lastProbability = 1 - Elementary.exp(-gain);
        }
        return lastProbability;
    }

    /** Half of what ln p loses when a site is flipped, bonds apart. */
    double lean(int site) {
        return model.lean(whole.value(site), axis, whole.evidence(site), couplings);
    }

    /** A uniform number in [0, 1) for the sign of the cluster that is named after a site. */
    double sign(int site) {
        return dice.uniform(site, SIGN);
    }

    void flip(int site) {
        whole.set(site, model.flipped(whole.value(site), axis));
    }
}
