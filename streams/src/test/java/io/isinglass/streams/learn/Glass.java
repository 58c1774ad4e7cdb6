package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.noise.Noise;
import java.util.function.DoubleUnaryOperator;

/** A spin glass on a torus of 4 x 4 sites with bonds ±1, by the sum over its 65536 states. */
final class Glass {

    static final int SITES = 16;

    private static final Weights WEIGHTS = Weights.plusMinus(new Noise(9), 0.5);

    static final Lattice LATTICE = new Lattice(1, 4, 4, Boundary.TORUS, new Regular(1, WEIGHTS));

    private static final int BONDS = 32;
    private static final int[] STATES = states();

    private Glass() {}

    /** How many states have a bond sum, counted from its least value. */
    private static int[] states() {
        int[] states = new int[2 * BONDS + 1];
        for (int state = 0; state < 1 << SITES; state++) {
            int bonds = 0;
            for (int site = 0; site < SITES; site++) {
                int right = site / 4 * 4 + (site + 1) % 4;
                int down = (site + 4) % SITES;
                bonds += weight(site, Side.EAST) * spin(state, site) * spin(state, right);
                bonds += weight(site, Side.SOUTH) * spin(state, site) * spin(state, down);
            }
            states[bonds + BONDS]++;
        }
        return states;
    }

    private static int weight(int site, Side side) {
        return (int) WEIGHTS.of(site / 4, site % 4, side);
    }

    private static int spin(int state, int site) {
        return (state >> site & 1) * 2 - 1;
    }

    static double logZ(double k) {
        return Math.log(sum(k, _ -> 1));
    }

    /** The mean energy a site, −⟨Σ J s s′⟩/N. */
    static double energy(double k) {
        return -sum(k, bonds -> bonds) / sum(k, _ -> 1) / SITES;
    }

    /** The least energy a site. */
    static double ground() {
        int most = BONDS;
        while (STATES[most + BONDS] == 0) {
            most--;
        }
        return (double) -most / SITES;
    }

    private static double sum(double k, DoubleUnaryOperator of) {
        double sum = 0;
        for (int bonds = -BONDS; bonds <= BONDS; bonds++) {
            sum += STATES[bonds + BONDS] * of.applyAsDouble(bonds) * Math.exp(k * bonds);
        }
        return sum;
    }
}
