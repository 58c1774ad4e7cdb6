package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import java.util.List;

/**
 * A neural network of two layers of scalar fields, visible φ and hidden χ: ln p = −S,
 * S = −w Σ φ χ + Σ (a φ² + b φ⁴ − r φ) + Σ (m χ² + n χ⁴ − s χ).
 *
 * <p>The layers are the two colours of a graph or a lattice, the visible one first. b = n = 0 is the Gaussian restricted
 * Boltzmann machine. Bachtis, Aarts, Lucini: Quantum field-theoretic machine learning (2021), section on networks; the
 * signs of the linear terms are those of {@link Phi4}.
 *
 * @param stride half the width of the interval, around the present value, from which Metropolis offers the next
 */
public record Phi4Network(double stride) implements Conditional, Proposal {

    public static final int BOND = 0;
    public static final int LINEAR = 1;
    public static final int SQUARE = 2;
    public static final int FOURTH = 3;
    public static final int HIDDEN_LINEAR = 4;
    public static final int HIDDEN_SQUARE = 5;
    public static final int HIDDEN_FOURTH = 6;

    private static final List<Term> TERMS = List.of(
            Term.bond("w", "the sum over bonds of phi chi", Double.NaN),
            Term.turned("r", "the sum over visible sites of phi", 0),
            Term.turned("a", "minus the sum over visible sites of phi^2", Double.NaN),
            Term.turned("b", "minus the sum over visible sites of phi^4", Double.NaN),
            Term.turned("s", "the sum over hidden sites of chi", 0),
            Term.turned("m", "minus the sum over hidden sites of chi^2", Double.NaN),
            Term.turned("n", "minus the sum over hidden sites of chi^4", Double.NaN));

    private static final int HIDDEN = HIDDEN_LINEAR - LINEAR;

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
        return switch (k) {
            case SQUARE, HIDDEN_SQUARE -> -square;
            case FOURTH, HIDDEN_FOURTH -> -square * square;
            default -> value;
        };
    }

    @Override
    public double statistic(int k, Site site) {
        boolean hidden = k >= HIDDEN_LINEAR;
        return hidden == isHidden(site) ? statistic(k, site.value(), site.evidence()) : 0;
    }

    private static boolean isHidden(Site site) {
        return site.colour() != 0;
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
        int layer = isHidden(site) ? HIDDEN : 0;
        double h = Math.fma(couplings.at(BOND), site.pull(), couplings.at(layer + LINEAR));
        return Quartic.draw(site, couplings.at(layer + SQUARE), couplings.at(layer + FOURTH), h);
    }

    @Override
    public double propose(Site site) {
        return site.value() + stride * (2 * site.uniform(0) - 1);
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        int layer = isHidden(site) ? HIDDEN : 0;
        double h = Math.fma(couplings.at(BOND), site.pull(), couplings.at(layer + LINEAR));
        return Quartic.logWeight(value, couplings.at(layer + SQUARE), couplings.at(layer + FOURTH), h);
    }

    @Override
    public void check(Couplings couplings) {
        Quartic.check(TERMS, couplings, FOURTH, HIDDEN_FOURTH);
        for (int k : new int[] {SQUARE, HIDDEN_SQUARE}) {
            if (couplings.at(k + 1) == 0 && couplings.at(k) <= 0) {
                String fourth = TERMS.get(k + 1).name();
                throw Quartic.refused(TERMS, k, "> 0 where " + fourth + " = 0, or p cannot be normalised", couplings);
            }
        }
    }

    /** Where both layers are Gaussian, w² ‖W‖² &lt; 4am holds p together; ‖W‖² is at most the product of largest sums (Schur). */
    @Override
    public void check(Couplings couplings, Lattice lattice) {
        if (lattice.colours() != 2) {
            throw new Refused("kind", "phi4-network needs a graph of two layers, this one has " + lattice.colours());
        }
        if (couplings.at(FOURTH) == 0 && couplings.at(HIDDEN_FOURTH) == 0) {
            double norm = lattice.strongest(0, 0) * lattice.strongest(0, 1);
            double least = couplings.at(BOND) * couplings.at(BOND) * norm / (4 * couplings.at(HIDDEN_SQUARE));
            if (couplings.at(SQUARE) <= least) {
                throw Quartic.refused(
                        TERMS,
                        SQUARE,
                        "> " + least + " on this graph where b = n = 0, or p cannot be normalised",
                        couplings);
            }
        }
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        double visible = lattice.sites(0);
        double hidden = lattice.sites(1);
        return new Observables(
                List.of(
                        new Observable("bond_density", sums -> sums[BOND] / bonds),
                        new Observable("visible", sums -> sums[LINEAR] / visible),
                        new Observable("visible_phi2", sums -> -sums[SQUARE] / visible),
                        new Observable("visible_phi4", sums -> -sums[FOURTH] / visible),
                        new Observable("hidden", sums -> sums[HIDDEN_LINEAR] / hidden),
                        new Observable("hidden_phi2", sums -> -sums[HIDDEN_SQUARE] / hidden),
                        new Observable("hidden_phi4", sums -> -sums[HIDDEN_FOURTH] / hidden),
                        new Observable("action", sums -> Quartic.action(sums, couplings) / sites),
                        new Observable("virial", sums -> Quartic.virial(sums, couplings, 2, 1, 2, 4, 1, 2, 4) / sites)),
                List.of());
    }
}
