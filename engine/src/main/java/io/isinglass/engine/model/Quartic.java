package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.math.Elementary;
import java.util.List;

/** A site of density p(φ) ∝ exp(h φ − a φ² − b φ⁴), drawn exactly: what all scalar fields are made of. */
final class Quartic {

    /*
     * For any c with A = a + 2bc > 0,
     *
     *     exp(h φ − a φ² − b φ⁴) ∝ exp(h φ − A φ²) · exp(−b (φ² − c)²),
     *
     * so a Gaussian of mean h/2A and variance 1/2A, accepted with the last factor, is exact. The acceptance is largest
     * where c is the Gaussian's own mean of φ²: c = h²/4A² + 1/2A, that is 2A³ − 2aA² − 2bA − bh² = 0. The cubic has
     * one positive root for every a, also for a double well and h = 0, where expanding about the mode would give A = 0.
     */

    private static final double LARGEST = 1e6;
    private static final int NEWTON_STEPS = 6;
    private static final int DRAWS_PER_TRY = 3;

    private Quartic() {}

    static double draw(Site site, double a, double b, double h) {
        double width = gaussian(a, b, h);
        double centre = b == 0 ? 0 : (width - a) / (2 * b);
        double mean = h / (2 * width);
        double deviation = Math.sqrt(1 / (2 * width));
        for (int draw = 0; ; draw += DRAWS_PER_TRY) {
            double next = Math.fma(deviation, site.normal(draw), mean);
            double off = Math.fma(next, next, -centre);
            if (site.uniform(draw + 2) < Elementary.exp(-b * off * off)) {
                return next;
            }
        }
    }

    /** The root A of the cubic above, from above by Newton's steps; any positive number near it would be as exact. */
    static double gaussian(double a, double b, double h) {
        double constant = b * h * h;
        double width = Math.max(a, 0) + Math.sqrt(b) + aboveCubeRoot(constant / 2);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double value = ((2 * width - 2 * a) * width - 2 * b) * width - constant;
            double slope = (6 * width - 4 * a) * width - 2 * b;
            width -= value / slope;
        }
        return width;
    }

    /** A number at or a little above the cube root, of operations that every machine rounds alike. */
    private static double aboveCubeRoot(double x) {
        double half = Math.sqrt(x);
        double quarter = Math.sqrt(half);
        return x <= 1 ? quarter : Math.sqrt(half * quarter);
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
