package io.isinglass.engine.measure;

import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A mean with its error.
 *
 * @param stderr one standard deviation of the mean; 0 where the value is exact
 * @param tau the integrated autocorrelation time in units of one measurement, ½ when measurements are independent
 * @param size the number of independent measurements that would give the same error
 */
public record Estimate(double mean, double stderr, double tau, double size) {

    /** A value that is known, not sampled. */
    public static Estimate exact(double value) {
        return new Estimate(value, 0, 0.5, 1);
    }

    /**
     * The mean of estimates of one number that are independent of each other and weigh the same. Where they claim to be
     * exact and yet differ, its error is infinite.
     */
    public static Estimate mean(List<Estimate> independent) {
        int count = independent.size();
        double mean = 0;
        double variance = 0;
        double tau = 0;
        double inverse = 0;
        boolean differ = false;
        for (Estimate each : independent) {
            mean += each.mean / count;
            variance += each.stderr * each.stderr / count / count;
            tau += each.tau / count;
            inverse += 1 / each.size / count / count;
            differ |= each.mean != independent.getFirst().mean;
        }
        if (!differ) {
            mean = independent.getFirst().mean;
        }
        double error = variance == 0 && differ ? Double.POSITIVE_INFINITY : Math.sqrt(variance);
        return new Estimate(mean, error, tau, 1 / inverse);
    }

    /** A number of which nothing is known yet. */
    public static Estimate unknown() {
        return new Estimate(Double.NaN, Double.POSITIVE_INFINITY, 0.5, 0);
    }

    /** How many standard deviations of the mean lie between it and {@code truth}. */
    public double sigmas(double truth) {
        return Math.abs(mean - truth) / stderr;
    }

    /** This estimate in other units. */
    public Estimate times(double factor) {
        return new Estimate(mean * factor, stderr * Math.abs(factor), tau, size);
    }

    /** Writes this down, bit by bit. */
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, new double[] {mean, stderr, tau, size}, 4);
    }

    /** What {@link #save} has written. */
    public static Estimate load(DataInput in) throws IOException {
        return new Estimate(Numerals.number(in), Numerals.number(in), Numerals.number(in), Numerals.number(in));
    }
}
