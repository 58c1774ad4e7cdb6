package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import java.util.List;

/**
 * The scalar field with ln p = −S, S = −w Σ φ φ′ + a Σ φ² + b Σ φ⁴ − r Σ φ; b = 0 is the Gaussian field.
 *
 * <p>Bachtis, Aarts, Lucini: Quantum field-theoretic machine learning (2021), with the linear term of the later papers.
 *
 * @param stride half the width of the interval, around the present value, from which Metropolis offers the next
 */
public record Phi4(double stride) implements Conditional, Reflective, Embedded, Smooth {

    /*
     * Heat bath. For any c with A = a + 2bc > 0,
     *
     *     exp(h φ − a φ² − b φ⁴) ∝ exp(h φ − A φ²) · exp(−b (φ² − c)²),
     *
     * so a Gaussian of mean h/2A and variance 1/2A, accepted with the last factor, is exact. The acceptance is largest
     * where c is the Gaussian's own mean of φ²: c = h²/4A² + 1/2A, that is 2A³ − 2aA² − 2bA − bh² = 0. The cubic has
     * one positive root for every a, also for a double well and h = 0, where expanding about the mode would give A = 0.
     */

    public static final int BOND = 0;
    public static final int SQUARE = 1;
    public static final int FOURTH = 2;
    public static final int LINEAR = 3;

    private static final List<Term> TERMS = List.of(
            Term.bond("w", "the sum over bonds of phi phi'", Double.NaN),
            Term.turned("a", "minus the sum over sites of phi^2", Double.NaN),
            Term.turned("b", "minus the sum over sites of phi^4", Double.NaN),
            Term.turned("r", "the sum over sites of phi", 0));

    private static final double LARGEST = 1e6;
    private static final int NEWTON_STEPS = 6;
    private static final int DRAWS_PER_TRY = 3;

    @Override
    public Values values() {
        return Values.REAL;
    }

    @Override
    public List<Term> terms() {
        return TERMS;
    }

    @Override
    public double bonds(int k, Site site) {
        return site.value() * site.pullOfLower(0);
    }

    @Override
    public double statistic(int k, double value, double evidence) {
        double square = value * value;
        return k == SQUARE ? -square : k == FOURTH ? -square * square : value;
    }

    @Override
    public double ordered() {
        return 1;
    }

    @Override
    public double disordered(Site site) {
        return 2 * site.uniform(0) - 1;
    }

    @Override
    public double draw(Site site, Couplings couplings) {
        double a = couplings.at(SQUARE);
        double b = couplings.at(FOURTH);
        double h = pull(site, couplings);
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
    private static double gaussian(double a, double b, double h) {
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

    @Override
    public double propose(Site site) {
        return site.value() + stride * (2 * site.uniform(0) - 1);
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        double square = value * value;
        double well = Math.fma(couplings.at(FOURTH), square, couplings.at(SQUARE));
        return value * pull(site, couplings) - square * well;
    }

    /** About the mean of the heat bath's Gaussian: with b = 0 ln p stays as it is (Brown and Woch, 1987). */
    @Override
    public double mirrored(Site site, Couplings couplings) {
        double h = pull(site, couplings);
        return h / gaussian(couplings.at(SQUARE), couplings.at(FOURTH), h) - site.value();
    }

    @Override
    public double slope(Site site, Couplings couplings) {
        double value = site.value();
        double well = Math.fma(2 * couplings.at(FOURTH), value * value, couplings.at(SQUARE));
        return pull(site, couplings) - 2 * value * well;
    }

    @Override
    public double coupling(int ring, Couplings couplings) {
        return ring == 0 ? couplings.at(BOND) : 0;
    }

    @Override
    public double lean(double value, double axis, double evidence, Couplings couplings) {
        return couplings.at(LINEAR) * value;
    }

    private static double pull(Site site, Couplings couplings) {
        return Math.fma(couplings.at(BOND), site.pull(), couplings.at(LINEAR));
    }

    @Override
    public void check(Couplings couplings) {
        for (int k = 0; k < TERMS.size(); k++) {
            if (Math.abs(couplings.at(k)) > LARGEST) {
                throw refused(k, "-1e6..1e6", couplings);
            }
        }
        if (couplings.at(FOURTH) < 0) {
            throw refused(FOURTH, ">= 0, or p cannot be normalised", couplings);
        }
        if (couplings.at(FOURTH) == 0 && couplings.at(SQUARE) <= 2 * Math.abs(couplings.at(BOND))) {
            throw refused(SQUARE, "> 2 |w| where b = 0, or p cannot be normalised", couplings);
        }
    }

    private static Refused refused(int k, String allowed, Couplings couplings) {
        String name = TERMS.get(k).name();
        return new Refused("couplings." + name, name + " must be " + allowed + ", was " + couplings.at(k));
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        return new Observables(
                List.of(
                        new Observable("bond_density", sums -> sums[BOND] / bonds),
                        new Observable("phi2", sums -> -sums[SQUARE] / sites),
                        new Observable("phi4", sums -> -sums[FOURTH] / sites),
                        new Observable("magnetisation", sums -> sums[LINEAR] / sites),
                        new Observable("abs_magnetisation", sums -> Math.abs(sums[LINEAR]) / sites),
                        new Observable("action", sums -> action(sums, couplings) / sites),
                        new Observable("virial", sums -> virial(sums, couplings) / sites),
                        new Observable("magnetisation_squared", sums -> square(sums[LINEAR] / sites)),
                        new Observable("magnetisation_fourth", sums -> square(square(sums[LINEAR] / sites))),
                        new Observable("action_squared", sums -> square(action(sums, couplings) / sites))),
                List.of(
                        new Ratio("susceptibility", mean -> sites * (mean[7] - square(mean[4]))),
                        new Ratio("binder", mean -> 1 - mean[8] / (3 * square(mean[7]))),
                        new Ratio("action_variance", mean -> sites * (mean[9] - square(mean[5])))));
    }

    private static double action(double[] sums, Couplings couplings) {
        double action = 0;
        for (int k = 0; k < TERMS.size(); k++) {
            action -= couplings.at(k) * sums[k];
        }
        return action;
    }

    /** Σ φ ∂S/∂φ, whose mean is the number of sites (Schwinger–Dyson). */
    private static double virial(double[] sums, Couplings couplings) {
        return -2 * couplings.at(BOND) * sums[BOND]
                - 2 * couplings.at(SQUARE) * sums[SQUARE]
                - 4 * couplings.at(FOURTH) * sums[FOURTH]
                - couplings.at(LINEAR) * sums[LINEAR];
    }

    private static double square(double x) {
        return x * x;
    }
}
