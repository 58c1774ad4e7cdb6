package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Smooth;
import io.isinglass.engine.model.Term;
import io.isinglass.engine.noise.Dice;
import java.util.List;

/** A field of a whole lattice with a momentum at every site, in motion under H = Σ π²/2 − ln p by leapfrog steps. */
final class Trajectory {

    /*
     * Half a kick, then drifts and kicks by turns, and half a kick at the end: an area-preserving map that is its own
     * inverse when the momenta are turned about, and keeps H to the square of the step.
     */

    private final Smooth model;
    private final ClearField field;
    private final Couplings couplings;
    private final Dice dice;
    private final double[] momenta;

    /** A trajectory that begins at the field, with standard normal momenta. */
    Trajectory(Smooth model, ClearField field, Couplings couplings, Dice dice) {
        this.model = model;
        this.field = field;
        this.couplings = couplings;
        this.dice = dice;
        this.momenta = new double[field.patch().sites()];
        field.wrap();
        Site site = sites();
        for (int at = 0; site.next(); at++) {
            momenta[at] = site.normal(0);
        }
    }

    private Site sites() {
        return field.sites(Site.ALL, dice);
    }

    /** H, each time added up in the same order. */
    double energy() {
        List<Term> terms = model.terms();
        double sum = 0;
        Site site = sites();
        for (int at = 0; site.next(); at++) {
            sum += momenta[at] * momenta[at] / 2;
            for (int k = 0; k < couplings.values().length; k++) {
                double term = terms.get(k).isBond() ? model.bonds(k, site) : model.statistic(k, site);
                sum -= couplings.at(k) * term;
            }
        }
        return sum;
    }

    void run(int steps, double step) {
        kick(step / 2);
        for (int k = 1; k < steps; k++) {
            drift(step);
            kick(step);
        }
        drift(step);
        kick(step / 2);
    }

    private void kick(double step) {
        Site site = sites();
        for (int at = 0; site.next(); at++) {
            momenta[at] = Math.fma(step, model.slope(site, couplings), momenta[at]);
        }
    }

    private void drift(double step) {
        Site site = sites();
        for (int at = 0; site.next(); at++) {
            site.set(Math.fma(step, momenta[at], site.value()));
        }
        field.wrap();
    }

    /** Turns all momenta about. */
    void turn() {
        for (int at = 0; at < momenta.length; at++) {
            momenta[at] = -momenta[at];
        }
    }
}
