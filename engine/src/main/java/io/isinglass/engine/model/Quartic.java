package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.math.Elementary;
import java.util.List;

/** A site of density p(φ) ∝ exp(h φ − a φ² − b φ⁴), drawn exactly: what all scalar fields are made of. */
final class Quartic {

    private static final double LARGEST = 1e6;

    private Quartic() {}

    /** A new value, of the Gaussian that {@link Envelope} gives, until the factor that is missing accepts. */
    static double draw(Site site, double a, double b, double h) {
        Envelope envelope = Envelope.of(a, b);
        double width = envelope.width(h);
        double centre = envelope.centre(width);
        double spread = 1 / width;
        double mean = h * (0.5 * spread);
        for (int draw = 0; ; draw += Envelope.DRAWS_PER_TRY) {
            // Box and Muller
            double radius = Math.sqrt(-spread * Elementary.log(1 - site.uniform(draw)));
            double next = Math.fma(radius, Elementary.cosineOfTurns(site.uniform(draw + 1)), mean);
            double off = Math.fma(next, next, -centre);
            if (site.uniform(draw + 2) < Elementary.exp(-b * off * off)) {
                return next;
            }
        }
    }

    /** ln p of this value. */
    static double logWeight(double value, double a, double b, double h) {
        double square = value * value;
        return value * h - square * Math.fma(b, square, a);
    }

    /** Refuses couplings beyond ±10⁶, and a quartic one, number {@code fourth}, below 0. */
    static void check(List<Term> terms, Couplings couplings, int... fourth) {
        for (int k = 0; k < couplings.values().length; k++) {
            if (Math.abs(couplings.at(k)) > LARGEST) {
                throw refused(terms, k, "-1e6..1e6", couplings);
            }
        }
        for (int k : fourth) {
            if (couplings.at(k) < 0) {
                throw refused(terms, k, ">= 0, or p cannot be normalised", couplings);
            }
        }
    }

    static Refused refused(List<Term> terms, int k, String allowed, Couplings couplings) {
        String name = terms.get(k).name();
        return new Refused("couplings." + name, name + " must be " + allowed + ", was " + couplings.at(k));
    }

    /** S = −θ·T. */
    static double action(double[] sums, Couplings couplings) {
        double action = 0;
        for (int k = 0; k < couplings.values().length; k++) {
            action -= couplings.at(k) * sums[k];
        }
        return action;
    }

    /** Σ φ ∂S/∂φ, whose mean is the number of sites (Schwinger–Dyson), by the degrees of the terms in φ. */
    static double virial(double[] sums, Couplings couplings, int... degrees) {
        double virial = 0;
        for (int k = 0; k < degrees.length; k++) {
            virial -= degrees[k] * couplings.at(k) * sums[k];
        }
        return virial;
    }

    static double square(double x) {
        return x * x;
    }
}
