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
 * Planar rotors with ln p = K Σ cos(θ − θ′) + h Σ cos θ: a site holds its angle θ, from −π to π.
 *
 * @param stride half the width of the interval, around the present angle, from which Metropolis offers the next
 * @param waves whether {@link Waves} of both components are seen, too
 */
public record Xy(double stride, boolean waves) implements Conditional, Reflective, Embedded {

    /*
     * Given its neighbours, a rotor follows von Mises's distribution around the direction of the field H = K Σ (cos θ′,
     * sin θ′) + (h, 0), of concentration κ = |H|. It is drawn by rejection from a wrapped Cauchy distribution [1]. That
     * is the distribution of the direction of ((1 + ρ) cos φ/2, (1 − ρ) sin φ/2), squared as a complex number, where φ
     * is uniform; so no inverse cosine is needed, and nothing is lost near κ → ∞, nor, in the form below, near κ → 0.
     *
     * The helicity modulus is the answer of the free energy to a twist along the columns [2], here in units of J:
     * Υ = (⟨Σ cos⟩ − K ⟨(Σ sin)²⟩)/N over the bonds along the columns.
     *
     * [1] Best and Fisher: Efficient Simulation of the von Mises Distribution (1979)
     * [2] Teitel and Jayaprakash: Phase transitions in frustrated two-dimensional XY models (1983)
     */

    public static final int BOND = 0;
    public static final int FIELD = 1;
    private static final int SINE = 2;
    private static final int ALONG = 3;
    private static final int TWIST = 4;

    private static final List<Term> TERMS = List.of(
            Term.bond("K", "the sum over bonds of cos(theta - theta')", Double.NaN),
            Term.turned("h", "the sum over sites of cos(theta)", 0),
            Term.seen("sine", "the sum over sites of sin(theta)"),
            Term.seenBond("along", "the sum over bonds along the columns of cos(theta' - theta)"),
            Term.seenBond("twist", "the sum over bonds along the columns of sin(theta' - theta)"));
    private static final List<Term> WITH_WAVES =
            Waves.join(Waves.join(TERMS, Waves.terms("cos(theta)")), Waves.terms("sin(theta)"));

    private static final double LARGEST = 100;
    private static final double PER_RADIAN = 1 / (2 * Math.PI);
    private static final double FREE = 1e-16;

    @Override
    public Values values() {
        return Values.REAL;
    }

    @Override
    public List<Term> terms() {
        return waves ? WITH_WAVES : TERMS;
    }

    private static double cosine(double angle) {
        return Elementary.cosineOfTurns(angle * PER_RADIAN);
    }

    private static double sine(double angle) {
        return Elementary.sineOfTurns(angle * PER_RADIAN);
    }

    /** The same angle from −π to π. */
    private static double wrap(double angle) {
        return Math.fma(-2 * Math.PI, Math.rint(angle * PER_RADIAN), angle);
    }

    @Override
    public double bond(int k, double own, double other, int right) {
        if (k == TWIST) {
            return right == 0 ? 0 : right * sine(other - own);
        }
        return k == ALONG && right == 0 ? 0 : cosine(other - own);
    }

    @Override
    public double statistic(int k, double value, double evidence) {
        return k == SINE ? sine(value) : cosine(value);
    }

    @Override
    public double statistic(int k, Site site) {
        if (k <= TWIST) {
            return statistic(k, site.value(), site.evidence());
        }
        int wave = k - TWIST - 1;
        return (wave < 2 ? cosine(site.value()) : sine(site.value())) * Waves.at(site, wave);
    }

    @Override
    public double ordered() {
        return 0;
    }

    @Override
    public double disordered(Site site) {
        return 2 * Math.PI * (site.uniform(0) - 0.5);
    }

    @Override
    public double asSeen(double evidence) {
        return wrap(evidence);
    }

    @Override
    public double draw(Site site, Couplings couplings) {
        double x = along(site, couplings);
        double y = across(site, couplings);
        double kappa = Math.sqrt(Math.fma(x, x, y * y));
        return kappa < FREE ? disordered(site) : draw(site, x / kappa, y / kappa, kappa);
    }

    private static double along(Site site, Couplings couplings) {
        double x = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            x = Math.fma(site.weight(0, n), cosine(site.neighbour(0, n)), x);
        }
        return Math.fma(couplings.at(BOND), x, couplings.at(FIELD));
    }

    private static double across(Site site, Couplings couplings) {
        double y = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            y = Math.fma(site.weight(0, n), sine(site.neighbour(0, n)), y);
        }
        return couplings.at(BOND) * y;
    }

    /** About the direction of the field H, so that ln p stays as it is. */
    @Override
    public double mirrored(Site site, Couplings couplings) {
        return wrap(2 * Elementary.angle(across(site, couplings), along(site, couplings)) - site.value());
    }

    @Override
    public double component(double value, double axis) {
        return Elementary.cosineOfTurns(Math.fma(value, PER_RADIAN, -axis));
    }

    @Override
    public double flipped(double value, double axis) {
        return wrap(Math.fma(4 * Math.PI, axis, Math.PI) - value);
    }

    @Override
    public double coupling(int ring, Couplings couplings) {
        return ring == 0 ? couplings.at(BOND) : 0;
    }

    @Override
    public double lean(double value, double axis, double evidence, Couplings couplings) {
        return couplings.at(FIELD) * component(value, axis) * Elementary.cosineOfTurns(axis);
    }

    private static double draw(Site site, double x, double y, double kappa) {
        // Best and Fisher's τ, ρ and r, with τ − 2 and r − 1 in forms that keep their digits.
        double root = Math.sqrt(Math.fma(4 * kappa, kappa, 1));
        double tau = Math.sqrt(1 + root);
        double rho = 2 * kappa * tau / ((tau + Math.sqrt(2)) * (root + 1));
        double over = (1 - rho) * (1 - rho) / (2 * rho);
        for (int draw = 0; ; draw += 2) {
            double turns = (site.uniform(draw) - 0.5) / 2;
            double cosine = (1 + rho) * Elementary.cosineOfTurns(turns);
            double sine = (1 - rho) * Elementary.sineOfTurns(turns);
            double size = cosine * cosine + sine * sine;
            double c = kappa * (over + 2 * sine * sine / size);
            if (site.uniform(draw + 1) < c * Elementary.exp(1 - c)) {
                double real = cosine * cosine - sine * sine;
                double imaginary = 2 * cosine * sine;
                return Elementary.angle(real * y + imaginary * x, real * x - imaginary * y);
            }
        }
    }

    @Override
    public double propose(Site site) {
        return wrap(site.value() + stride * (2 * site.uniform(0) - 1));
    }

    @Override
    public double logWeight(double value, Site site, Couplings couplings) {
        double bonds = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            bonds = Math.fma(site.weight(0, n), cosine(value - site.neighbour(0, n)), bonds);
        }
        return Math.fma(couplings.at(BOND), bonds, couplings.at(FIELD) * cosine(value));
    }

    @Override
    public void check(Couplings couplings) {
        for (int k = 0; k <= FIELD; k++) {
            if (Math.abs(couplings.at(k)) > LARGEST) {
                String name = TERMS.get(k).name();
                throw new Refused("couplings." + name, name + " must be -100..100, was " + couplings.at(k));
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
                new Observable("magnetisation_across", sums -> sums[SINE] / sites),
                new Observable("abs_magnetisation", sums -> Math.sqrt(square(sums)) / sites),
                new Observable("energy_squared", sums -> Quartic.square(sums[BOND] / sites)),
                new Observable("magnetisation_squared", sums -> square(sums) / (sites * sites)),
                new Observable("magnetisation_fourth", sums -> Quartic.square(square(sums) / (sites * sites))),
                new Observable("helicity", sums -> (sums[ALONG] - k * Quartic.square(sums[TWIST])) / sites)));
        List<Ratio> ratios = new ArrayList<>(List.of(
                new Ratio("specific_heat", mean -> k * k * sites * (mean[5] - Quartic.square(mean[1]))),
                new Ratio("susceptibility", mean -> sites * (mean[6] - Quartic.square(mean[4]))),
                new Ratio("binder", mean -> 1 - mean[7] / (2 * Quartic.square(mean[6])))));
        if (waves) {
            ratios.add(Waves.length(lattice, 6, direct.size()));
            direct.add(Waves.structure(TWIST + 1, sites));
        }
        return new Observables(direct, ratios);
    }

    /** |M|². */
    private static double square(double[] sums) {
        return Math.fma(sums[FIELD], sums[FIELD], sums[SINE] * sums[SINE]);
    }
}
