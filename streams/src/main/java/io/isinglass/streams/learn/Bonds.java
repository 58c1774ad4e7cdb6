package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.streams.learn.CouplingMap.Bound;
import java.util.AbstractList;
import java.util.RandomAccess;

/** The couplings of all bonds of a graph, by their numbers, each as its two ends see it. */
final class Bonds extends AbstractList<Bound> implements RandomAccess {

    /*
     * Of a complete graph there are millions: numbers in arrays, in the order in which the beliefs have them. As sites go up, each
     * comes next among the neighbours of those above it.
     */

    private final int[] ones;
    private final int[] others;
    private final double[] means;
    private final double[] errors;

    /**
     * What is believed of the bonds.
     *
     * @param beliefs of the sites, whose parameters of neighbours begin with {@code first}
     * @param spread the factor by which errors are larger than the beliefs say
     */
    Bonds(Graph graph, Belief[] beliefs, int first, double spread) {
        this.ones = new int[graph.count()];
        this.others = new int[graph.count()];
        this.means = new double[graph.count()];
        this.errors = new double[graph.count()];
        int[] lower = new int[graph.sites()];
        for (int one = 0; one < graph.sites(); one++) {
            for (int k = lower[one]; k < graph.neighbours(one); k++) {
                int at = graph.start(one) + k;
                int other = graph.others()[at];
                int bond = graph.bond(at);
                ones[bond] = one;
                others[bond] = other;
                couple(bond, beliefs[one], first + k, beliefs[other], first + lower[other]++, spread);
            }
        }
    }

    /** A coupling as both ends see it, each weighed by how well it knows it. */
    private void couple(int bond, Belief one, int k1, Belief other, int k2, double spread) {
        double v1 = one.variance(k1);
        double v2 = other.variance(k2);
        double w1 = 1 / v1;
        double w2 = 1 / v2;
        means[bond] = (w1 * one.mean(k1) + w2 * other.mean(k2)) / (w1 + w2);
        // Both ends learn from the same records: their errors are taken as one.
        double variance = w1 * w1 * v1 + w2 * w2 * v2 + 2 * w1 * w2 * Math.sqrt(v1 * v2);
        errors[bond] = spread * Math.sqrt(variance) / (w1 + w2);
    }

    double[] means() {
        return means.clone();
    }

    double[] errors() {
        return errors.clone();
    }

    @Override
    public Bound get(int bond) {
        return new Bound(ones[bond], others[bond], means[bond], errors[bond]);
    }

    @Override
    public int size() {
        return means.length;
    }
}
