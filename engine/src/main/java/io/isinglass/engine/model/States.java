package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Option;
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
import java.util.stream.IntStream;

/**
 * A model whose sites are in one of q states, 0 to q − 1, with ln p = K Σ f(s, s′) + h Σ g(s). Beside these two sums it sees
 * how many sites are in each of the states 1 to q − 1.
 */
public interface States extends Conditional, Proposal {

    /** Index of K. */
    int BOND = 0;

    /** Index of h. */
    int FIELD = 1;

    int MOST_STATES = 64;

    /** q. */
    int states();

    /** f: what a bond of weight 1 between two states adds. */
    double interaction(int one, int other);

    /** g: what a site in this state adds to the sum that h couples to. */
    double alignment(int state);

    /** How far the field is ordered, from 0 to 1, by the share of the sites that each state has. */
    double order(double[] shares);

    /** The terms of a model of {@code q} states. */
    static List<Term> terms(int q, String bond, String field) {
        List<Term> terms = new ArrayList<>(List.of(Term.bond("K", bond, Double.NaN), Term.turned("h", field, 0)));
        IntStream.range(1, q)
                .forEach(state -> terms.add(Term.seen("state-" + state, "the number of sites in state " + state)));
        return List.copyOf(terms);
    }

    static Option option(String fallback) {
        return new Option("q", fallback, "a whole number from 2 to " + MOST_STATES, "number of states");
    }

    @Override
    default Values values() {
        return Values.REAL;
    }

    @Override
    default double bond(int k, double own, double other, int right) {
        return interaction((int) own, (int) other);
    }

    @Override
    default double bonds(int k, Site site) {
        double sum = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            if (site.isLower(0, n)) {
                sum = Math.fma(site.weight(0, n), bond(k, site.value(), site.neighbour(0, n), 0), sum);
            }
        }
        return sum;
    }

    @Override
    default double statistic(int k, double value, double evidence) {
        return k == FIELD ? alignment((int) value) : value == k - FIELD ? 1 : 0;
    }

    @Override
    default double ordered() {
        return 0;
    }

    @Override
    default double disordered(Site site) {
        return (int) (site.uniform(0) * states());
    }

    /** The nearest state. */
    @Override
    default double asSeen(double evidence) {
        return Math.max(0, Math.min(states() - 1, Math.rint(evidence)));
    }

    /**
     * One pass over the states: each, as it comes, takes the place of the one held so far with the share that its weight
     * has of all weights up to it. Weights are held relative to the largest yet.
     */
    @Override
    default double draw(Site site, Couplings couplings) {
        double top = logWeight(0, site, couplings);
        double total = 1;
        int chosen = 0;
        for (int state = 1; state < states(); state++) {
            double log = logWeight(state, site, couplings);
            double weight = 1;
            if (log > top) {
                total *= Elementary.exp(top - log);
                top = log;
            } else {
                weight = Elementary.exp(log - top);
            }
            total += weight;
            if (site.uniform(state) * total < weight) {
                chosen = state;
            }
        }
        return chosen;
    }

    @Override
    default double propose(Site site) {
        int step = 1 + (int) (site.uniform(0) * (states() - 1));
        return ((int) site.value() + step) % states();
    }

    @Override
    default double logWeight(double value, Site site, Couplings couplings) {
        double bonds = 0;
        for (int n = 0; n < site.neighbours(0); n++) {
            double weight = site.weight(0, n);
            if (weight != 0) {
                bonds = Math.fma(weight, interaction((int) value, (int) site.neighbour(0, n)), bonds);
            }
        }
        return Math.fma(couplings.at(BOND), bonds, couplings.at(FIELD) * alignment((int) value));
    }

    @Override
    default void check(Couplings couplings) {
        for (int k = 0; k <= FIELD; k++) {
            if (Math.abs(couplings.at(k)) > 100) {
                String name = terms().get(k).name();
                throw new Refused("couplings." + name, name + " must be -100..100, was " + couplings.at(k));
            }
        }
    }

    @Override
    default Observables observables(Lattice lattice, Couplings couplings) {
        double sites = lattice.sites();
        double bonds = lattice.countBonds();
        double k = couplings.at(BOND);
        return new Observables(
                List.of(
                        new Observable("bond_density", sums -> sums[BOND] / bonds),
                        new Observable("energy", sums -> -sums[BOND] / sites),
                        new Observable("alignment", sums -> sums[FIELD] / sites),
                        new Observable("order_parameter", sums -> order(shares(sums, sites))),
                        new Observable("energy_squared", sums -> Quartic.square(sums[BOND] / sites)),
                        new Observable("order_squared", sums -> Quartic.square(order(shares(sums, sites)))),
                        new Observable(
                                "order_fourth", sums -> Quartic.square(Quartic.square(order(shares(sums, sites)))))),
                List.of(
                        new Ratio("specific_heat", mean -> k * k * sites * (mean[4] - Quartic.square(mean[1]))),
                        new Ratio("susceptibility", mean -> sites * (mean[5] - Quartic.square(mean[3]))),
                        new Ratio("binder", mean -> 1 - mean[6] / (3 * Quartic.square(mean[5])))));
    }

    private double[] shares(double[] sums, double sites) {
        double[] shares = new double[states()];
        shares[0] = 1;
        for (int state = 1; state < shares.length; state++) {
            shares[state] = sums[FIELD + state] / sites;
            shares[0] -= shares[state];
        }
        return shares;
    }
}
