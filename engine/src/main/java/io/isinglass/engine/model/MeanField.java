package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import java.util.List;

/**
 * The Ising model seen through independent spins: a site holds the magnetisation m of its own spin, and the bound
 * ln Z ≥ K Σ m m′ + h Σ m + evidence Σ y m + Σ H₂((1 + m)/2) is what is climbed (Gibbs, Bogoliubov, Feynman).
 */
public record MeanField() implements Ascent {

    private static final int ENTROPY = 3;
    private static final Ising ISING = new Ising();
    private static final List<Term> TERMS = List.of(
            Term.bond("K", "the sum over bonds of m m'", Double.NaN),
            Term.turned("h", "the sum over sites of m", 0),
            Term.turned("evidence", "the sum over sites of y m, y the evidence", 0),
            Term.seen("entropy", "the sum over sites of the entropy of a spin of mean m, in nats"));

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
        return k == ENTROPY ? entropy(value) : k == Ising.FIELD ? value : value * evidence;
    }

    private static double entropy(double m) {
        return -logTimes((1 + m) / 2) - logTimes((1 - m) / 2);
    }

    private static double logTimes(double p) {
        return p <= 0 ? 0 : p * Elementary.log(p);
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
    public double best(Site site, Couplings couplings) {
        return Elementary.tanh(field(site.pull(), site, couplings));
    }

    @Override
    public double guess(Site site, Couplings couplings) {
        double spins = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            double weight = site.weight(0, n);
            if (weight != 0) {
                spins += site.uniform(n) < (1 + site.neighbour(0, n)) / 2 ? weight : -weight;
            }
        }
        return field(spins, site, couplings);
    }

    private static double field(double pull, Site site, Couplings couplings) {
        double uniform = Math.fma(couplings.at(Ising.BOND), pull, couplings.at(Ising.FIELD));
        return Math.fma(couplings.at(Ising.EVIDENCE), site.evidence(), uniform);
    }

    @Override
    public void check(Couplings couplings) {
        ISING.check(couplings);
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        return new Observables(
                List.of(
                        new Observable("bond_density", sums -> sums[Ising.BOND] / bonds),
                        new Observable("magnetisation", sums -> sums[Ising.FIELD] / sites),
                        new Observable("entropy", sums -> sums[ENTROPY] / sites),
                        new Observable("elbo", sums -> bound(sums, couplings) / sites)),
                List.of());
    }

    private static double bound(double[] sums, Couplings couplings) {
        return couplings.at(Ising.BOND) * sums[Ising.BOND]
                + couplings.at(Ising.FIELD) * sums[Ising.FIELD]
                + couplings.at(Ising.EVIDENCE) * sums[Ising.EVIDENCE]
                + sums[ENTROPY];
    }
}
