package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import java.util.ArrayList;
import java.util.List;

/**
 * The scalar field with ln p = −S, S = −w Σ φ φ′ + a Σ φ² + b Σ φ⁴ − r Σ φ; b = 0 is the Gaussian field.
 *
 * <p>Bachtis, Aarts, Lucini: Quantum field-theoretic machine learning (2021), with the linear term of the later papers.
 *
 * @param stride half the width of the interval, around the present value, from which Metropolis offers the next
 * @param waves whether {@link Waves} are seen, too
 */
public record Phi4(double stride, boolean waves) implements Conditional, Reflective, Embedded, Smooth {

    public static final int BOND = 0;
    public static final int SQUARE = 1;
    public static final int FOURTH = 2;
    public static final int LINEAR = 3;

    private static final List<Term> TERMS = List.of(
            Term.bond("w", "the sum over bonds of phi phi'", Double.NaN),
            Term.turned("a", "minus the sum over sites of phi^2", Double.NaN),
            Term.turned("b", "minus the sum over sites of phi^4", Double.NaN),
            Term.turned("r", "the sum over sites of phi", 0));

    private static final List<Term> WITH_WAVES = Waves.join(TERMS, Waves.terms("phi"));

    /** A field whose waves are not seen. */
    public Phi4(double stride) {
        this(stride, false);
    }

    @Override
    public Values values() {
        return Values.REAL;
    }

    @Override
    public List<Term> terms() {
        return waves ? WITH_WAVES : TERMS;
    }

    @Override
    public boolean takesLocalSites() {
        return true;
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
    public double statistic(int k, Site site) {
        return k > LINEAR
                ? site.value() * Waves.at(site, k - LINEAR - 1)
                : site.factor(k - SQUARE) * statistic(k, site.value(), site.evidence());
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
        return Quartic.draw(site, at(SQUARE, site, couplings), at(FOURTH, site, couplings), pull(site, couplings));
    }

    @Override
    public double propose(Site site) {
        return site.value() + stride * (2 * site.uniform(0) - 1);
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        return Quartic.logWeight(
                value, at(SQUARE, site, couplings), at(FOURTH, site, couplings), pull(site, couplings));
    }

    /** About the mean of the heat bath's Gaussian: with b = 0 ln p stays as it is (Brown and Woch, 1987). */
    @Override
    public double mirrored(Site site, Couplings couplings) {
        double h = pull(site, couplings);
        Envelope envelope = Envelope.of(at(SQUARE, site, couplings), at(FOURTH, site, couplings));
        return h / envelope.width(h) - site.value();
    }

    @Override
    public double slope(Site site, Couplings couplings) {
        double value = site.value();
        double well = Math.fma(2 * at(FOURTH, site, couplings), value * value, at(SQUARE, site, couplings));
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
        return Math.fma(couplings.at(BOND), site.pull(), at(LINEAR, site, couplings));
    }

    /** The coupling of a site: the uniform one times its own factor. */
    private static double at(int k, Site site, Couplings couplings) {
        return couplings.at(k) * site.factor(k - SQUARE);
    }

    @Override
    public void check(Couplings couplings) {
        Quartic.check(TERMS, couplings, FOURTH);
    }

    /** A Gaussian field is held by a > |w| z/2, z the sum of the sizes of the weights of a site's bonds. */
    @Override
    public void check(Couplings couplings, Lattice lattice) {
        if (waves) {
            Waves.check(lattice);
        }
        if (couplings.sites().length > 0) {
            checkSites(couplings, lattice);
        } else if (couplings.at(FOURTH) == 0) {
            double least = Math.abs(couplings.at(BOND)) * lattice.strongest(0) / 2;
            if (couplings.at(SQUARE) <= least) {
                throw Quartic.refused(
                        TERMS,
                        SQUARE,
                        "> " + least + " on this lattice where b = 0, or p cannot be normalised",
                        couplings);
            }
        }
    }

    private static void checkSites(Couplings couplings, Lattice lattice) {
        int sites = (int) lattice.sites();
        if (!(lattice.bonds() instanceof Graph) || couplings.sites().length != (LINEAR - BOND) * sites) {
            throw new Refused(
                    "couplings",
                    "phi4 takes local couplings of sites on a graph alone, a, b and r of each, has %d"
                            .formatted(couplings.sites().length));
        }
        for (int site = 0; site < sites; site++) {
            double b = couplings.at(FOURTH) * couplings.sites()[(FOURTH - SQUARE) * sites + site];
            if (!(b > 0)) {
                throw new Refused("couplings.b", "b of site %d must be above 0, was %s".formatted(site, b));
            }
        }
    }

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        List<Observable> direct = new ArrayList<>(List.of(
                new Observable("bond_density", sums -> sums[BOND] / bonds),
                new Observable("phi2", sums -> -sums[SQUARE] / sites),
                new Observable("phi4", sums -> -sums[FOURTH] / sites),
                new Observable("magnetisation", sums -> sums[LINEAR] / sites),
                new Observable("abs_magnetisation", sums -> Math.abs(sums[LINEAR]) / sites),
                new Observable("action", sums -> Quartic.action(sums, couplings) / sites),
                new Observable("virial", sums -> Quartic.virial(sums, couplings, 2, 2, 4, 1) / sites),
                new Observable("magnetisation_squared", sums -> square(sums[LINEAR] / sites)),
                new Observable("magnetisation_fourth", sums -> square(square(sums[LINEAR] / sites))),
                new Observable("action_squared", sums -> square(Quartic.action(sums, couplings) / sites))));
        List<Ratio> ratios = new ArrayList<>(List.of(
                new Ratio("susceptibility", mean -> sites * (mean[7] - square(mean[4]))),
                new Ratio("binder", mean -> 1 - mean[8] / (3 * square(mean[7]))),
                new Ratio("action_variance", mean -> sites * (mean[9] - square(mean[5])))));
        if (waves) {
            ratios.add(Waves.length(lattice, 7, direct.size()));
            direct.add(Waves.structure(LINEAR + 1, sites));
        }
        return new Observables(direct, ratios);
    }

    private static double square(double x) {
        return x * x;
    }
}
