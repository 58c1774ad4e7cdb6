package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Phi4;
import java.util.Arrays;
import java.util.List;

/**
 * ln p of a field but for ln Z, Σ w φ φ′ + Σ (r φ − a φ² − b φ⁴), on any lattice or graph, and how it depends on a site. Spins
 * have K for w, h for r, and neither a nor b.
 *
 * @param weights of the bonds between {@code ones} and {@code others}, w among them
 */
record Exponent(
        boolean spins,
        int sites,
        int[] ones,
        int[] others,
        double[] weights,
        double linear,
        double square,
        double fourth) {

    private static final int MOST_SITES = 1 << 14;

    /** What a task asks to sample; refuses models that are neither Ising nor φ⁴. */
    static Exponent of(Task task) {
        Couplings at = task.couplings();
        if (task.lattice().sites() > MOST_SITES) {
            throw new Refused(
                    "kind",
                    "variational takes at most %d sites, has %d"
                            .formatted(MOST_SITES, task.lattice().sites()));
        }
        return switch (task.model()) {
            case Ising _ -> of(task.lattice(), true, at.at(Ising.BOND), at.at(Ising.FIELD), 0, 0);
            case Phi4 _ ->
                of(task.lattice(), false, at.at(Phi4.BOND), at.at(Phi4.LINEAR), at.at(Phi4.SQUARE), at.at(Phi4.FOURTH));
            default -> throw new Refused("kind", "variational needs the model ising or phi4");
        };
    }

    private static Exponent of(Lattice lattice, boolean spins, double bond, double linear, double a, double b) {
        int sites = (int) lattice.sites();
        int count = (int) lattice.countBonds();
        int[] ones = new int[count];
        int[] others = new int[count];
        double[] weights = new double[count];
        switch (lattice.bonds()) {
            case Graph graph -> link(graph, ones, others, weights);
            case Regular regular -> link(lattice, regular, ones, others, weights);
        }
        Arrays.setAll(weights, k -> bond * weights[k]);
        return new Exponent(spins, sites, ones, others, weights, linear, a, b);
    }

    private static void link(Graph graph, int[] ones, int[] others, double[] weights) {
        for (int site = 0; site < graph.sites(); site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                ones[graph.bond(at)] = Math.min(site, graph.others()[at]);
                others[graph.bond(at)] = Math.max(site, graph.others()[at]);
                weights[graph.bond(at)] = graph.weights()[at];
            }
        }
    }

    private static void link(Lattice lattice, Regular regular, int[] ones, int[] others, double[] weights) {
        List<Side> forward = lattice.sides().stream()
                .filter(side -> side.isForward() && side.ring() == 0)
                .toList();
        int bond = 0;
        for (int site = 0; site < lattice.sites(); site++) {
            for (Side side : forward) {
                int other = neighbour(lattice, site, side);
                if (other >= 0) {
                    ones[bond] = site;
                    others[bond] = other;
                    weights[bond] = regular.weights().of(site / lattice.columns(), site % lattice.columns(), side);
                    bond++;
                }
            }
        }
    }

    /** The site on a side of another; −1 beyond an open edge. */
    private static int neighbour(Lattice lattice, int site, Side side) {
        int z = site / lattice.columns() / lattice.rows() + side.inward();
        int y = site / lattice.columns() % lattice.rows() + side.down();
        int x = site % lattice.columns() + side.right();
        boolean inside = z < lattice.depth() && y < lattice.rows() && x < lattice.columns();
        return switch (lattice.boundary()) {
            case OPEN -> inside ? (z * lattice.rows() + y) * lattice.columns() + x : -1;
            case TORUS ->
                (z % lattice.depth() * lattice.rows() + y % lattice.rows()) * lattice.columns() + x % lattice.columns();
        };
    }

    /** ln p + ln Z. */
    double at(double[] values) {
        double sum = 0;
        for (int bond = 0; bond < weights.length; bond++) {
            sum = Math.fma(weights[bond] * values[ones[bond]], values[others[bond]], sum);
        }
        for (double value : values) {
            sum += own(value);
        }
        return sum;
    }

    /** Of each site the sum over its bonds of w φ′. */
    void pulls(double[] values, double[] into) {
        Arrays.fill(into, 0);
        for (int bond = 0; bond < weights.length; bond++) {
            into[ones[bond]] = Math.fma(weights[bond], values[others[bond]], into[ones[bond]]);
            into[others[bond]] = Math.fma(weights[bond], values[ones[bond]], into[others[bond]]);
        }
    }

    /** What a site adds by itself. */
    double own(double value) {
        double second = value * value;
        return value * linear - second * Math.fma(fourth, second, square);
    }

    /** How that changes with its value. */
    double slope(double value) {
        return linear - 2 * value * Math.fma(2 * fourth, value * value, square);
    }
}
