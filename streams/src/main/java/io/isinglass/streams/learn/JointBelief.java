package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What whole records tell of few spins together, whose p(s) ∝ exp(½ s J s + s h) can be summed over all states: the fields and
 * couplings that are most probable, and how well each is known.
 *
 * <p>The sums of all s and s s′ over the records are all that there is to know of them (Fisher 1922), so that in one pass
 * nothing is lost. By pseudo-likelihood some is, the more the stronger spins are tied together.
 */
final class JointBelief implements Memory {

    /*
     * A product of spins is a character of the states, numbered by the set of its spins: the transform of Walsh takes couplings to
     * the exponents of all states, and the weights of all states to the means of all products, in n 2ⁿ steps each. The
     * product of two products is one, too, so that all covariances of statistics are among these means.
     *
     * The height is concave. Newton's steps double the digits that are right where they begin near the top, as they do at
     * what the sites by themselves believe; a step too far is halved.
     */

    /** Sites of which all states are gone through at most. */
    static final int MOST_SITES = 20;

    private static final int STEPS = 100;
    private static final int HALVINGS = 40;

    /** In nats of all records together: so near the top a step leaves the square of it. */
    private static final double NEAR = 1e-6;

    private final Graph graph;
    private final Features features;
    private final int sites;
    private final int[] sets;
    private final double[] sums;
    private long records;
    private boolean whole = true;

    /** Of the sites of this graph, before any record. */
    JointBelief(Graph graph, Features features) {
        this.graph = graph;
        this.features = features;
        this.sites = graph.sites();
        this.sets = new int[sites + graph.count()];
        this.sums = new double[sets.length];
        for (int site = 0; site < sites; site++) {
            sets[site] = 1 << site;
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                sets[sites + graph.bond(at)] |= 1 << site;
            }
        }
    }

    /** Adds a record; after one of which a value is missing there are no sums over all records. */
    void add(double[] seen) {
        whole &= Arrays.stream(seen).noneMatch(Double::isNaN);
        records++;
        for (int k = 0; k < sets.length && whole; k++) {
            double product = 1;
            for (int left = sets[k]; left != 0; left &= left - 1) {
                product *= seen[Integer.numberOfTrailingZeros(left)];
            }
            sums[k] += product;
        }
    }

    /**
     * What is known of each site, its field and its couplings, those of a bond the same at both ends; empty before any record
     * and where some were not whole.
     *
     * @param near what the sites by themselves believe
     * @param ties how strong ties are expected to be
     */
    Optional<Belief[]> beliefs(Belief[] near, Features.Ties ties) {
        if (!whole || records == 0) {
            return Optional.empty();
        }
        double[][] precision = precision(ties);
        Height top = top(start(near), precision);
        double[][] factor = LeastSquares.factor(top.curvature());
        double[][] covariance = new double[sets.length][];
        for (int k = 0; k < sets.length; k++) {
            double[] unit = new double[sets.length];
            unit[k] = 1;
            covariance[k] = LeastSquares.solved(factor, unit);
        }
        Belief[] beliefs = new Belief[sites];
        Arrays.setAll(beliefs, site -> ofSite(site, top.theta, covariance));
        return Optional.of(beliefs);
    }

    /** Where the field of a site and its couplings stand among all, in the order of its features. */
    private int[] places(int site) {
        int[] places = new int[1 + graph.neighbours(site)];
        places[0] = site;
        for (int k = 1; k < places.length; k++) {
            places[k] = sites + graph.bond(graph.start(site) + k - 1);
        }
        return places;
    }

    private Belief ofSite(int site, double[] theta, double[][] covariance) {
        int[] places = places(site);
        int n = places.length;
        double[] means = new double[n];
        double[] own = new double[n * n];
        for (int row = 0; row < n; row++) {
            means[row] = theta[places[row]];
            for (int column = 0; column < n; column++) {
                own[row * n + column] = covariance[places[row]][places[column]];
            }
        }
        return new FullBelief(means, own);
    }

    private double[] start(Belief[] near) {
        double[] start = new double[sets.length];
        for (int site = 0; site < sites; site++) {
            int[] places = places(site);
            for (int k = 0; k < places.length; k++) {
                start[places[k]] += near[site].mean(k) / (k == 0 ? 1 : 2);
            }
        }
        return start;
    }

    /** Of the prior: a coupling is expected by both of its ends, by each for a half. */
    private double[][] precision(Features.Ties ties) {
        double[][] precision = new double[sets.length][sets.length];
        for (int site = 0; site < sites; site++) {
            int[] places = places(site);
            List<Features.Group> prior = features.prior(site, ties);
            for (Features.Group group : prior) {
                double share = group.from() == 0 ? 1 : 0.5;
                double together = group.common() / (group.own() + group.count() * group.common());
                for (int row = group.from(); row < group.end(); row++) {
                    for (int column = group.from(); column < group.end(); column++) {
                        precision[places[row]][places[column]] +=
                                share * ((row == column ? 1 : 0) - together) / group.own();
                    }
                }
            }
        }
        return precision;
    }

    private Height top(double[] start, double[][] precision) {
        Height at = new Height(start, precision);
        for (int step = 0; step < STEPS; step++) {
            double[] slope = at.slope();
            double[] way = LeastSquares.slopes(at.curvature(), slope);
            double rise = dot(slope, way);
            if (rise <= NEAR) {
                return at.moved(way, 1);
            }
            Height next = higher(at, way, rise);
            if (next == at) {
                break;
            }
            at = next;
        }
        return at;
    }

    private static Height higher(Height from, double[] way, double rise) {
        double part = 1;
        for (int halving = 0; halving < HALVINGS; halving++, part /= 2) {
            Height to = from.moved(way, part);
            if (to.value > from.value + part * rise / 4) {
                return to;
            }
        }
        return from;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum = Math.fma(a[k], b[k], sum);
        }
        return sum;
    }

    /** ln p of all records and of these parameters, but for a constant; and the means of all products of spins under them. */
    private final class Height {

        private final double[] theta;
        private final double[][] precision;
        private final double[] held;
        private final double[] means;
        private final double value;

        Height(double[] theta, double[][] precision) {
            this.theta = theta;
            this.precision = precision;
            this.held = new double[theta.length];
            Arrays.setAll(held, k -> dot(precision[k], theta));
            this.means = new double[1 << sites];
            for (int k = 0; k < theta.length; k++) {
                means[sets[k]] += theta[k];
            }
            transform(means);
            double top = Arrays.stream(means).max().orElseThrow();
            for (int state = 0; state < means.length; state++) {
                means[state] = Elementary.exp(means[state] - top);
            }
            transform(means);
            double sum = means[0];
            for (int set = 0; set < means.length; set++) {
                means[set] /= sum;
            }
            this.value = dot(theta, sums) - records * (top + Elementary.log(sum)) - dot(theta, held) / 2;
        }

        Height moved(double[] way, double part) {
            double[] to = theta.clone();
            for (int k = 0; k < to.length; k++) {
                to[k] = Math.fma(part, way[k], to[k]);
            }
            return new Height(to, precision);
        }

        double[] slope() {
            double[] slope = new double[theta.length];
            Arrays.setAll(slope, k -> sums[k] - records * means[sets[k]] - held[k]);
            return slope;
        }

        double[][] curvature() {
            double[][] curvature = new double[theta.length][theta.length];
            for (int row = 0; row < theta.length; row++) {
                for (int column = 0; column < theta.length; column++) {
                    double covariance = means[sets[row] ^ sets[column]] - means[sets[row]] * means[sets[column]];
                    curvature[row][column] = Math.fma(records, covariance, precision[row][column]);
                }
            }
            return curvature;
        }
    }

    /** Of Walsh and Hadamard: the sum over all sets of spins of what is there, less twice that of those with an odd number of −1. */
    private static void transform(double[] values) {
        for (int half = 1; half < values.length; half *= 2) {
            for (int from = 0; from < values.length; from += 2 * half) {
                for (int at = from; at < from + half; at++) {
                    double one = values[at];
                    double other = values[at + half];
                    values[at] = one + other;
                    values[at + half] = one - other;
                }
            }
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(records);
        out.writeBoolean(whole);
        Numerals.write(out, sums, sums.length);
    }

    @Override
    public void load(DataInput in) throws IOException {
        records = in.readLong();
        whole = in.readBoolean();
        Numerals.read(in, sums, sums.length);
    }
}
