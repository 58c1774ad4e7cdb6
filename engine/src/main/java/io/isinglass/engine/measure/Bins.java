package io.isinglass.engine.measure;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A stream of measurements of several observables, kept as means of bins of consecutive ones. Memory stays bounded:
 * when all bins are full, neighbours are joined and bins grow to twice their length.
 */
public final class Bins {

    /*
     * Errors come from bins long enough to be independent. Among the lengths at hand the shortest B with
     * B³ > 2 n (s_B / s_1)⁴ is taken [1, 2], where s_B is the error by bins of length B: shorter bins miss
     * correlations, longer ones have a noisy error. At least FEWEST bins are kept. Then 2 τ = (s_B / s_1)².
     *
     * [1] Wolff: Monte Carlo errors with less errors (2004)
     * [2] Lee, Trivedi, Umrigar and others: Strategies for improving the efficiency of quantum Monte Carlo (2011)
     */

    private static final int MOST = 512;
    private static final int FEWEST = 16;

    private final int width;
    private final double[] sums;
    private final double[] squares;
    private final double[] totals;
    private final double[] origin;
    private long count;
    private long length = 1;
    private int full;
    private long filling;

    /** An empty stream of {@code width} observables. */
    public Bins(int width) {
        this.width = width;
        this.sums = new double[(MOST + 1) * width];
        this.squares = new double[width];
        this.totals = new double[width];
        this.origin = new double[width];
    }

    /** Adds one measurement of every observable. */
    public void add(double[] values) {
        if (count == 0) {
            System.arraycopy(values, 0, origin, 0, width);
        }
        for (int k = 0; k < width; k++) {
            double shifted = values[k] - origin[k];
            sums[full * width + k] += shifted;
            totals[k] += shifted;
            squares[k] += shifted * shifted;
        }
        count++;
        filling++;
        if (filling == length) {
            filling = 0;
            full++;
            if (full == MOST) {
                join();
            }
        }
    }

    private void join() {
        for (int bin = 0; bin < MOST / 2; bin++) {
            for (int k = 0; k < width; k++) {
                sums[bin * width + k] = sums[2 * bin * width + k] + sums[(2 * bin + 1) * width + k];
            }
        }
        Arrays.fill(sums, MOST / 2 * width, sums.length, 0);
        full = MOST / 2;
        length *= 2;
    }

    /** The number of measurements so far. */
    public long count() {
        return count;
    }

    public double mean(int k) {
        return origin[k] + totals[k] / count;
    }

    /** The mean of observable {@code k} with its error; the error is infinite before the second measurement. */
    public Estimate estimate(int k) {
        double naive = naive(k);
        if (count < 2) {
            return new Estimate(mean(k), Double.POSITIVE_INFINITY, 0.5, count);
        }
        if (naive == 0) {
            return Estimate.exact(mean(k));
        }
        double error = error(k, naive, group(k));
        double ratio = error / naive;
        return new Estimate(mean(k), error, ratio * ratio / 2, count / (ratio * ratio));
    }

    /** A function of the means of all observables, with its error by the jackknife over bins. */
    public Estimate jackknife(ToDoubleFunction<double[]> function) {
        double[] all = new double[width];
        int group = 1;
        for (int k = 0; k < width; k++) {
            all[k] = mean(k);
            group = Math.max(group, group(k));
        }
        double value = function.applyAsDouble(all);
        int bins = full / group;
        if (bins < 2) {
            return new Estimate(value, Double.POSITIVE_INFINITY, 0.5, count);
        }
        double[] left = leftOut(function, group, bins);
        double mean = Arrays.stream(left).sum() / bins;
        double spread = 0;
        for (double each : left) {
            spread += (each - mean) * (each - mean);
        }
        double error = Math.sqrt(spread * (bins - 1) / bins);
        return new Estimate(value, error, 0.5 * group * length, (double) bins);
    }

    /** The function of the means, with each bin left out in turn. */
    private double[] leftOut(ToDoubleFunction<double[]> function, int group, int bins) {
        double[] total = new double[width];
        for (int k = 0; k < width; k++) {
            total[k] = binSum(0, bins * group, k);
        }
        double[] left = new double[bins];
        double[] means = new double[width];
        double rest = (double) (bins - 1) * group * length;
        for (int bin = 0; bin < bins; bin++) {
            for (int k = 0; k < width; k++) {
                means[k] = origin[k] + (total[k] - binSum(bin, group, k)) / rest;
            }
            left[bin] = function.applyAsDouble(means);
        }
        return left;
    }

    /** How many bins to join so that they are long enough for observable {@code k}. */
    private int group(int k) {
        double naive = naive(k);
        int group = 1;
        while (full / (2 * group) >= FEWEST && isShort(k, naive, group)) {
            group *= 2;
        }
        return group;
    }

    private boolean isShort(int k, double naive, int group) {
        double bin = (double) length * group;
        double ratio = error(k, naive, group) / naive;
        return naive > 0 && bin * bin * bin <= 2.0 * count * ratio * ratio * ratio * ratio;
    }

    private double naive(int k) {
        double mean = totals[k] / count;
        double variance = Math.max(0, squares[k] / count - mean * mean);
        return Math.sqrt(variance / Math.max(1, count - 1));
    }

    private double error(int k, double naive, int group) {
        int bins = full / group;
        if (bins < 2 || (long) group * length == 1) {
            return naive;
        }
        double mean = 0;
        for (int bin = 0; bin < bins; bin++) {
            mean += binSum(bin, group, k) / bins;
        }
        double spread = 0;
        for (int bin = 0; bin < bins; bin++) {
            double off = binSum(bin, group, k) - mean;
            spread += off * off;
        }
        double perBin = spread / (bins - 1) / bins;
        return Math.sqrt(perBin) / ((double) group * length);
    }

    private double binSum(int bin, int group, int k) {
        double sum = 0;
        for (int b = bin * group; b < (bin + 1) * group; b++) {
            sum += sums[b * width + k];
        }
        return sum;
    }
}
