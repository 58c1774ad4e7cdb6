package io.isinglass.engine.measure;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A stream of measurements of several observables, kept as means of bins of consecutive ones. Memory stays bounded:
 * when all bins are full, neighbours are joined and bins grow to twice their length.
 */
public final class Bins implements Memory {

    /*
     * Bins are a series of their own, some hundreds long however many measurements there were. Its autocorrelations
     * are summed up to a window [1, 2], so that bins need not be longer than the correlations, and what a bin shares
     * with its neighbours is not missed. Deviations of a function of the means when one bin is left out are such a
     * series as well [3]. Errors are widened for few degrees of freedom, as Autocorrelation says.
     *
     * A window of four decay times misses a fiftieth of the variance of an exponential; a longer one costs more in noise than it
     * gains on series of some hundred τ, and longer series have windows of more than four, for bins are never
     * shorter than a 512th.
     *
     * [1] Madras & Sokal: The pivot algorithm (1988), appendix C
     * [2] Wolff: Monte Carlo errors with less errors (2004)
     * [3] Efron: The jackknife, the bootstrap and other resampling plans (1982)
     */

    private static final int MOST = 512;
    private static final double WINDOW = 4;

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

    /** Takes every measurement so far times the factor of its observable. */
    public void scale(double[] factors) {
        for (int k = 0; k < width; k++) {
            origin[k] *= factors[k];
            totals[k] *= factors[k];
            squares[k] *= factors[k] * factors[k];
            for (int bin = 0; bin <= full; bin++) {
                sums[bin * width + k] *= factors[k];
            }
        }
    }

    /** The number of measurements so far. */
    public long count() {
        return count;
    }

    /** The number of measurements in a bin. */
    public long length() {
        return length;
    }

    /**
     * The means of observable {@code k} in the bins that are full, in their order; where these are more than
     * {@code most}, neighbours are joined.
     */
    public double[] means(int k, int most) {
        int joined = 1;
        while (full / joined > most) {
            joined *= 2;
        }
        double[] means = new double[full / joined];
        for (int bin = 0; bin < means.length * joined; bin++) {
            means[bin / joined] += sums[bin * width + k];
        }
        for (int at = 0; at < means.length; at++) {
            means[at] = origin[k] + means[at] / (joined * length);
        }
        return means;
    }

    /** The same without joining any. */
    public double[] means(int k) {
        return means(k, MOST);
    }

    public double mean(int k) {
        return origin[k] + totals[k] / count;
    }

    /** The mean of observable {@code k} with its error; the error is infinite before the second measurement. */
    public Estimate estimate(int k) {
        if (count < 2) {
            return new Estimate(mean(k), Double.POSITIVE_INFINITY, 0.5, count);
        }
        double variance = variance(k);
        if (variance == 0) {
            return Estimate.exact(mean(k));
        }
        double[] means = new double[full];
        for (int bin = 0; bin < full; bin++) {
            means[bin] = sums[bin * width + k] / length;
        }
        Autocorrelation bins = Autocorrelation.of(means, WINDOW);
        double tau = bins.tau() * bins.variance() * length / variance;
        double error = Math.sqrt(2 * tau * variance / count) * bins.widening();
        return new Estimate(mean(k), error, tau, count / (2 * tau));
    }

    /**
     * A function of the means of all observables, with its error by the jackknife over bins. Its autocorrelation time
     * is that of the bins: at least half of a bin's length.
     */
    public Estimate jackknife(ToDoubleFunction<double[]> function) {
        double[] means = new double[width];
        for (int k = 0; k < width; k++) {
            means[k] = mean(k);
        }
        double value = function.applyAsDouble(means);
        if (full < 2) {
            return new Estimate(value, Double.POSITIVE_INFINITY, 0.5, count);
        }
        Autocorrelation left = Autocorrelation.of(leftOut(function), WINDOW);
        // Leaving out one bin of n moves the mean by an (n − 1)th of the bin's deviation; the rest of a bin counts too.
        double scale = (full - 1) * Math.sqrt((double) full * length / count);
        double tau = left.tau() * length;
        return new Estimate(value, left.errorOfMean() * scale, tau, count / (2 * tau));
    }

    /** The function of the means, with each bin left out in turn. */
    private double[] leftOut(ToDoubleFunction<double[]> function) {
        double[] total = new double[width];
        for (int at = 0; at < full * width; at++) {
            total[at % width] += sums[at];
        }
        double[] left = new double[full];
        double[] means = new double[width];
        double rest = (double) (full - 1) * length;
        for (int bin = 0; bin < full; bin++) {
            for (int k = 0; k < width; k++) {
                means[k] = origin[k] + (total[k] - sums[bin * width + k]) / rest;
            }
            left[bin] = function.applyAsDouble(means);
        }
        return left;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeLong(count);
        out.writeLong(length);
        out.writeInt(full);
        for (double[] each : new double[][] {origin, totals, squares}) {
            Numerals.write(out, each, width);
        }
        Numerals.write(out, sums, (full + 1) * width);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        count = in.readLong();
        length = in.readLong();
        full = Numerals.count(in, MOST - 1, "bins");
        filling = count - full * length;
        if (length < 1 || filling < 0 || filling >= length) {
            throw new Refused("", "%d measurements do not fill %d bins of %d".formatted(count, full, length));
        }
        for (double[] each : new double[][] {origin, totals, squares}) {
            Numerals.read(in, each, width);
        }
        Arrays.fill(sums, 0);
        Numerals.read(in, sums, (full + 1) * width);
    }

    private Mark mark() {
        return new Mark("bins of " + width + " observables");
    }

    /** The variance of one measurement. */
    private double variance(int k) {
        double mean = totals[k] / count;
        return Math.max(0, squares[k] / count - mean * mean) * count / (count - 1);
    }
}
