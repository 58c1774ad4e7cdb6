package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Observables;
import java.util.List;
import java.util.Map;

/**
 * A distribution p(s) ∝ exp(θ·T(s)) over fields: its statistics T, and what one site holds.
 *
 * <p>Its statistics are sums over bonds and over sites. How a site may
 * move is said by the interfaces that a model implements beside this one: {@link Conditional}, {@link Proposal},
 * {@link Reflective}, {@link Smooth}, {@link Embedded}, {@link Ascent}.
 */
public interface Model {

    Values values();

    /** How far its bonds reach on a lattice: 1 for nearest neighbours, 2 where also the diagonals bind. */
    default int rings() {
        return 1;
    }

    /** Whether the sites of a graph may have couplings of their own, see {@link Couplings#sites}. */
    default boolean takesLocalSites() {
        return false;
    }

    /** The sufficient statistics; the turned ones first. */
    List<Term> terms();

    /**
     * What a bond of weight 1 adds to term {@code k}, a sum over bonds.
     *
     * @param right how many columns the other end lies to the right: −1, 0 or 1
     */
    default double bond(int k, double own, double other, int right) {
        return own * other;
    }

    /** What the bonds from a site to neighbours of lower colours add to term {@code k}: so each bond counts once. */
    default double bonds(int k, Site site) {
        int ring = terms().get(k).ring();
        double sum = 0;
        for (int n = 0; n < site.neighbours(ring); n++) {
            if (site.isLower(ring, n)) {
                double bond = bond(k, site.value(), site.neighbour(ring, n), site.right(ring, n));
                sum = Math.fma(site.weight(ring, n), bond, sum);
            }
        }
        return sum;
    }

    /** What a site of this value adds to term {@code k}, a sum over sites, where such a site adds anything to it. */
    double statistic(int k, double value, double evidence);

    /** What a site adds to term {@code k}, a sum over sites. */
    default double statistic(int k, Site site) {
        return statistic(k, site.value(), site.evidence());
    }

    /** What a site holds in the ordered state. */
    double ordered();

    /** What a site holds in the disordered state, by the site's own numbers. */
    double disordered(Site site);

    /** What a site holds that starts as its evidence, 0 where there is none, shows it. */
    default double asSeen(double evidence) {
        if (evidence == 0) {
            return ordered();
        }
        return values() == Values.SPIN ? Math.signum(evidence) : evidence;
    }

    /** Refuses couplings that are out of range on any lattice. */
    void check(Couplings couplings);

    /** Refuses a lattice that the model cannot live on, and couplings for which p cannot be normalised there. */
    default void check(Couplings couplings, Lattice lattice) {}

    Observables observables(Lattice lattice, Couplings couplings);

    /** Couplings by name, with fallbacks filled in; refuses an unknown, missing or impossible one. */
    default Couplings couplings(Map<String, Double> named) {
        List<Term> turned = terms().stream().filter(Term::turned).toList();
        List<String> names = turned.stream().map(Term::name).toList();
        named.keySet().stream().filter(name -> !names.contains(name)).sorted().forEach(name -> {
            throw new Refused(
                    "couplings." + name, "unknown coupling \"" + name + "\" (known: " + String.join(", ", names) + ")");
        });
        double[] values = new double[turned.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = named.getOrDefault(names.get(k), turned.get(k).fallback());
            if (!Double.isFinite(values[k])) {
                throw new Refused(
                        "couplings." + names.get(k),
                        "coupling " + names.get(k) + " must be given and finite, was " + values[k]);
            }
        }
        Couplings couplings = new Couplings(values);
        check(couplings);
        return couplings;
    }
}
