package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import java.util.ArrayList;
import java.util.List;

/**
 * Spins ±1 with ln p = K Σ s s′ + h Σ s + evidence Σ y s: K = βJ joins neighbours, h = βH is the same at every site, and
 * {@code evidence} weighs what was seen at each, y, which may be any pattern of local fields.
 *
 * @param waves whether {@link Waves} are seen, too
 */
public record Ising(boolean waves) implements Conditional, Proposal, Embedded {

    /** Index of K. */
    public static final int BOND = 0;

    /** Index of h. */
    public static final int FIELD = 1;

    /** Index of the weight of the evidence. */
    public static final int EVIDENCE = 2;

    private static final List<Term> TERMS = List.of(
            Term.bond("K", "the sum over bonds of s s'", Double.NaN),
            Term.turned("h", "the sum over sites of s", 0),
            Term.turned("evidence", "the sum over sites of y s, y the evidence", 0));

    private static final List<Term> WITH_WAVES = Waves.join(TERMS, Waves.terms("s"));

    private static final double LARGEST = 100;

    /** Spins whose waves are not seen. */
    public Ising() {
        this(false);
    }

    @Override
    public Values values() {
        return Values.SPIN;
    }

    @Override
    public List<Term> terms() {
        return waves ? WITH_WAVES : TERMS;
    }

    @Override
    public double bonds(int k, Site site) {
        return site.value() * site.pullOfLower(0);
    }

    @Override
    public double statistic(int k, double value, double evidence) {
        return k == FIELD ? value : value * evidence;
    }

    @Override
    public double statistic(int k, Site site) {
        return k > EVIDENCE
                ? site.value() * Waves.at(site, k - EVIDENCE - 1)
                : statistic(k, site.value(), site.evidence());
    }

    @Override
    public double ordered() {
        return 1;
    }

    @Override
    public double disordered(Site site) {
        return site.uniform(0) < 0.5 ? 1 : -1;
    }

    @Override
    public double draw(Site site, Couplings couplings) {
        return site.below(Elementary.logistic(2 * field(site, couplings)), 0) ? 1 : -1;
    }

    @Override
    public double propose(Site site) {
        return -site.value();
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        return value * field(site, couplings);
    }

    @Override
    public double coupling(int ring, Couplings couplings) {
        return ring == 0 ? couplings.at(BOND) : 0;
    }

    @Override
    public double lean(double value, double axis, double evidence, Couplings couplings) {
        return value * Math.fma(couplings.at(EVIDENCE), evidence, couplings.at(FIELD));
    }

    private static double field(Site site, Couplings couplings) {
        double uniform = Math.fma(couplings.at(BOND), site.pull(), couplings.at(FIELD));
        return Math.fma(couplings.at(EVIDENCE), site.evidence(), uniform);
    }

    @Override
    public void check(Couplings couplings) {
        for (int k = 0; k < TERMS.size(); k++) {
            if (Math.abs(couplings.at(k)) > LARGEST) {
                throw new Refused(
                        "couplings." + TERMS.get(k).name(),
                        TERMS.get(k).name() + " must be -100..100, was " + couplings.at(k));
            }
        }
    }

    @Override
    public void check(Couplings couplings, Lattice lattice) {
        if (waves) {
            Waves.check(lattice);
        }
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        double k = couplings.at(BOND);
        List<Observable> direct = new ArrayList<>(List.of(
                new Observable("bond_density", sums -> sums[BOND] / bonds),
                new Observable("energy", sums -> -sums[BOND] / sites),
                new Observable("magnetisation", sums -> sums[FIELD] / sites),
                new Observable("abs_magnetisation", sums -> Math.abs(sums[FIELD]) / sites),
                new Observable("energy_squared", sums -> square(sums[BOND] / sites)),
                new Observable("magnetisation_squared", sums -> square(sums[FIELD] / sites)),
                new Observable("magnetisation_fourth", sums -> square(square(sums[FIELD] / sites)))));
        List<Ratio> ratios = new ArrayList<>(List.of(
                new Ratio("specific_heat", mean -> k * k * sites * (mean[4] - square(mean[1]))),
                new Ratio("susceptibility", mean -> sites * (mean[5] - square(mean[3]))),
                new Ratio("binder", mean -> 1 - mean[6] / (3 * square(mean[5])))));
        if (waves) {
            ratios.add(Waves.length(lattice, 5, direct.size()));
            direct.add(Waves.structure(EVIDENCE + 1, sites));
        }
        return new Observables(direct, ratios);
    }

    private static double square(double x) {
        return x * x;
    }
}
