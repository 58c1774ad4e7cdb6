package io.isinglass.engine.measure;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Several runs of one model at different values of one coupling, p_k ∝ exp(θ_k T), joined into one density of states:
 * ratios of Z and expectation values at any coupling between.
 */
public final class MultiHistogram {

    /*
     * Errors are jackknifed: each run is cut into bins, one bin is left out of all runs at once, and everything is
     * solved again from there. So a bin must be long against the autocorrelation time of its run. Runs count by their
     * measurements; weights by 1/2τ [1] would be better where τ differs much between them, and the answer is the same.
     *
     * [1] Ferrenberg & Swendsen: Optimized Monte Carlo data analysis (1989)
     */

    private static final int BINS = 24;
    private static final int NONE = -1;

    private final double[][] statistics;
    private final double[] values;
    private final double least;
    private final Densities all;
    private final Densities[] left;

    /**
     * Joins runs.
     *
     * @param statistics T of every measurement of every run
     * @param least the size below which expectation values at a coupling are refused
     */
    public MultiHistogram(double[] couplings, double[][] statistics, double least) {
        if (couplings.length != statistics.length || couplings.length == 0) {
            throw new IllegalArgumentException(couplings.length + " couplings for " + statistics.length + " runs");
        }
        for (double[] run : statistics) {
            if (run.length < BINS) {
                throw new IllegalArgumentException("a run of " + run.length + " measurements has no " + BINS + " bins");
            }
        }
        this.statistics = statistics;
        this.least = least;
        this.values = Arrays.stream(statistics)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        double[][] counts = histograms(ones(statistics));
        this.all = new Densities(couplings, lengths(NONE), values, without(counts, NONE), guess(couplings, statistics))
                .solved();
        this.left = IntStream.range(0, BINS)
                .mapToObj(bin -> new Densities(couplings, lengths(bin), values, without(counts, bin), all.logZ()))
                .map(Densities::solved)
                .toArray(Densities[]::new);
    }

    /** ln Z at one coupling minus ln Z at another. */
    public Estimate logRatio(double from, double to) {
        size(from);
        size(to);
        return jackknife((densities, _) -> logZ(densities, to) - logZ(densities, from));
    }

    /** The mean of T at any coupling. */
    public Estimate mean(double coupling) {
        return mean(coupling, statistics);
    }

    /** The mean at any coupling of an observable, which is given as T is: by run and measurement. */
    public Estimate mean(double coupling, double[][] observable) {
        size(coupling);
        double[][] sums = histograms(observable);
        return jackknife((densities, bin) -> {
            double[] weights = weights(densities, coupling);
            return dot(weights, without(sums, bin)) / dot(weights, densities.counts());
        });
    }

    /** Of how many equally weighted measurements the runs are worth at a coupling; refuses what is too few. */
    public double size(double coupling) {
        double[] weights = weights(all, coupling);
        double sum = dot(weights, all.counts());
        double squares = 0;
        for (int v = 0; v < values.length; v++) {
            squares += weights[v] * weights[v] * all.counts()[v];
        }
        double size = sum * sum / squares;
        if (!(size >= least)) {
            throw new Refused(
                    "coupling",
                    "at " + coupling + " the runs are worth " + (float) size + " measurements, fewer than " + least);
        }
        return size;
    }

    /** A number from the densities without a bin, {@code NONE} where no bin is left out. */
    private interface Quantity {
        double of(Densities densities, int bin);
    }

    private Estimate jackknife(Quantity quantity) {
        double[] without = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            without[bin] = quantity.of(left[bin], bin);
        }
        double spread = 0;
        for (double off : Autocorrelation.centred(without)) {
            spread += off * off;
        }
        double error = Math.sqrt(spread * (BINS - 1) / BINS) * Autocorrelation.widening(BINS - 1);
        return new Estimate(quantity.of(all, NONE), error, 0.5, BINS);
    }

    private double logZ(Densities densities, double coupling) {
        double[] logs = logWeights(densities, coupling);
        double top = Arrays.stream(logs).max().orElseThrow();
        return top + Elementary.log(dot(weights(densities, coupling), densities.counts()));
    }

    /** What a measurement with each value of T weighs at a coupling, relative to the heaviest. */
    private double[] weights(Densities densities, double coupling) {
        double[] logs = logWeights(densities, coupling);
        double top = Arrays.stream(logs).max().orElseThrow();
        return Arrays.stream(logs).map(log -> Elementary.exp(log - top)).toArray();
    }

    private double[] logWeights(Densities densities, double coupling) {
        return Arrays.stream(values)
                .map(value -> coupling * value + densities.logDensity(value))
                .toArray();
    }

    /** By bin and value of T: an observable, summed over the measurements of all runs. */
    private double[][] histograms(double[][] observable) {
        double[][] sums = new double[BINS][values.length];
        for (int run = 0; run < statistics.length; run++) {
            int length = statistics[run].length;
            if (observable[run].length != length) {
                throw new IllegalArgumentException(
                        "run " + run + " has " + length + " measurements, not " + observable[run].length);
            }
            for (int i = 0; i < length; i++) {
                int bin = (int) ((long) i * BINS / length);
                sums[bin][Arrays.binarySearch(values, statistics[run][i])] += observable[run][i];
            }
        }
        return sums;
    }

    private static double[][] ones(double[][] statistics) {
        double[][] ones = new double[statistics.length][];
        for (int run = 0; run < ones.length; run++) {
            ones[run] = new double[statistics[run].length];
            Arrays.fill(ones[run], 1);
        }
        return ones;
    }

    private double[] lengths(int leftOut) {
        return Arrays.stream(statistics)
                .mapToDouble(run -> IntStream.range(0, run.length)
                        .filter(i -> (int) ((long) i * BINS / run.length) != leftOut)
                        .count())
                .toArray();
    }

    private static double[] without(double[][] sums, int leftOut) {
        double[] rest = new double[sums[0].length];
        for (int bin = 0; bin < sums.length; bin++) {
            for (int v = 0; v < rest.length && bin != leftOut; v++) {
                rest[v] += sums[bin][v];
            }
        }
        return rest;
    }

    /** ln Z of each run by the trapezium rule: d ln Z/dθ = ⟨T⟩. */
    private static double[] guess(double[] couplings, double[][] statistics) {
        double[] guess = new double[couplings.length];
        for (int k = 1; k < guess.length; k++) {
            double slope = Autocorrelation.mean(statistics[k - 1]) + Autocorrelation.mean(statistics[k]);
            guess[k] = guess[k - 1] + (couplings[k] - couplings[k - 1]) * slope / 2;
        }
        return guess;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
