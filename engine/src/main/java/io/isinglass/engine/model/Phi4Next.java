package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import java.util.List;

/**
 * The scalar field whose sites are bound across the diagonals, too: ln p = −S, S = −w Σ φ φ′ − v Σ φ φ″ + a Σ φ² + b Σ φ⁴ −
 * r Σ φ, where φ″ is across the diagonal of a square.
 *
 * <p>With w, a, b and v at work it is the target action A₄ of Bachtis, Aarts and Lucini (2021).
 *
 * @param stride half the width of the interval, around the present value, from which Metropolis offers the next
 */
public record Phi4Next(double stride) implements Conditional, Reflective, Embedded, Smooth {

    public static final int BOND = 0;
    public static final int DIAGONAL = 1;
    public static final int SQUARE = 2;
    public static final int FOURTH = 3;
    public static final int LINEAR = 4;

    private static final List<Term> TERMS = List.of(
            Term.bond("w", "the sum over bonds of phi phi'", Double.NaN),
            new Term("v", "the sum over diagonals of phi phi''", Double.NaN, true, 1),
            Term.turned("a", "minus the sum over sites of phi^2", Double.NaN),
            Term.turned("b", "minus the sum over sites of phi^4", Double.NaN),
            Term.turned("r", "the sum over sites of phi", 0));

    @Override
    public Values values() {
        return Values.REAL;
    }

    @Override
    public int rings() {
        return 2;
    }

    @Override
    public List<Term> terms() {
        return TERMS;
    }

    @Override
    public double bonds(int k, Site site) {
        return site.value() * site.pullOfLower(k);
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
        return Quartic.draw(site, couplings.at(SQUARE), couplings.at(FOURTH), pull(site, couplings));
    }

    @Override
    public double propose(Site site) {
        return site.value() + stride * (2 * site.uniform(0) - 1);
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        return Quartic.logWeight(value, couplings.at(SQUARE), couplings.at(FOURTH), pull(site, couplings));
    }

    /** About the mean of the heat bath's Gaussian, as {@link Phi4} is. */
    @Override
    public double mirrored(Site site, Couplings couplings) {
        double h = pull(site, couplings);
        return h / Envelope.of(couplings.at(SQUARE), couplings.at(FOURTH)).width(h) - site.value();
    }

    @Override
    public double slope(Site site, Couplings couplings) {
        double value = site.value();
        double well = Math.fma(2 * couplings.at(FOURTH), value * value, couplings.at(SQUARE));
        return pull(site, couplings) - 2 * value * well;
    }

    @Override
    public double coupling(int ring, Couplings couplings) {
        return couplings.at(ring == 0 ? BOND : DIAGONAL);
    }

    @Override
    public double lean(double value, double axis, double evidence, Couplings couplings) {
        return couplings.at(LINEAR) * value;
    }

    private static double pull(Site site, Couplings couplings) {
        double nearest = Math.fma(couplings.at(BOND), site.pull(0), couplings.at(LINEAR));
        return Math.fma(couplings.at(DIAGONAL), site.pull(1), nearest);
    }

    @Override
    public void check(Couplings couplings) {
        Quartic.check(TERMS, couplings, FOURTH);
    }

    @Override
    public void check(Couplings couplings, Lattice lattice) {
        if (lattice.countBonds(1) == 0) {
            throw new Refused("kind", "phi4-next needs a lattice of two or three dimensions, which has diagonals");
        }
        if (couplings.at(FOURTH) == 0) {
            double least = (Math.abs(couplings.at(BOND)) * lattice.strongest(0)
                            + Math.abs(couplings.at(DIAGONAL)) * lattice.strongest(1))
                    / 2;
            if (couplings.at(SQUARE) <= least) {
                throw Quartic.refused(
                        TERMS,
                        SQUARE,
                        "> " + least + " on this lattice where b = 0, or p cannot be normalised",
                        couplings);
            }
        }
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds(0);
        double diagonals = lattice.countBonds(1);
        return new Observables(
                List.of(
                        new Observable("bond_density", sums -> sums[BOND] / bonds),
                        new Observable("diagonal_density", sums -> sums[DIAGONAL] / diagonals),
                        new Observable("phi2", sums -> -sums[SQUARE] / sites),
                        new Observable("phi4", sums -> -sums[FOURTH] / sites),
                        new Observable("magnetisation", sums -> sums[LINEAR] / sites),
                        new Observable("abs_magnetisation", sums -> Math.abs(sums[LINEAR]) / sites),
                        new Observable("action", sums -> Quartic.action(sums, couplings) / sites),
                        new Observable("virial", sums -> Quartic.virial(sums, couplings, 2, 2, 2, 4, 1) / sites),
                        new Observable("magnetisation_squared", sums -> Quartic.square(sums[LINEAR] / sites)),
                        new Observable(
                                "magnetisation_fourth", sums -> Quartic.square(Quartic.square(sums[LINEAR] / sites)))),
                List.of(
                        new Ratio("susceptibility", mean -> sites * (mean[8] - Quartic.square(mean[5]))),
                        new Ratio("binder", mean -> 1 - mean[9] / (3 * Quartic.square(mean[8])))));
    }
}
