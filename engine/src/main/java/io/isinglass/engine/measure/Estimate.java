package io.isinglass.engine.measure;

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

    /** How many standard deviations of the mean lie between it and {@code truth}. */
    public double sigmas(double truth) {
        return Math.abs(mean - truth) / stderr;
    }

    /** This estimate in other units. */
    public Estimate times(double factor) {
        return new Estimate(mean * factor, stderr * Math.abs(factor), tau, size);
    }
}
