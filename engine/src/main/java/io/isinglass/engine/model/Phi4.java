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
public record Phi4(double stride) implements Conditional, Proposal {

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

    /** The numbers that the heat bath draws for each value it tries: two for the value, one to accept it by. */
    public static final int DRAWS_PER_TRY = 3;

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

    /** Of the Gaussian that {@link Envelope} gives, until the factor that is missing accepts. */
    @Override
    public double draw(Site site, Couplings couplings) {
        double a = couplings.at(SQUARE);
        double b = couplings.at(FOURTH);
        double h = pull(site, couplings);
        Envelope envelope = Envelope.of(a, b);
        double width = envelope.width(h);
        double centre = envelope.centre(width);
        double spread = 1 / width;
        double mean = h * (0.5 * spread);
        for (int draw = 0; ; draw += DRAWS_PER_TRY) {
            // Box and Muller
            double radius = Math.sqrt(-spread * Elementary.log(1 - site.uniform(draw)));
            double next = Math.fma(radius, Elementary.cosineOfTurns(site.uniform(draw + 1)), mean);
            double off = Math.fma(next, next, -centre);
            if (site.uniform(draw + 2) < Elementary.exp(-b * off * off)) {
                return next;
            }
        }
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
