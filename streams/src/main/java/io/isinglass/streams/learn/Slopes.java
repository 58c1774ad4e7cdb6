package io.isinglass.streams.learn;

/**
 * A gradient as samples show it, coordinate by coordinate: its mean, and in the metric of the Fisher information the variance of
 * one sample, with its control variate and without.
 */
final class Slopes {

    private final double[] means;
    private double variance;
    private double plainVariance;

    Slopes(int coordinates) {
        this.means = new double[coordinates];
    }

    /** Takes in a coordinate of all samples, of so much Fisher information. */
    void set(int k, double[] controlled, double[] plain, double information) {
        means[k] = mean(controlled);
        variance += variance(controlled, means[k]) / information / means.length;
        plainVariance += variance(plain, mean(plain)) / information / means.length;
    }

    double mean(int k) {
        return means[k];
    }

    /** The variance of a coordinate, in the mean over all. */
    double variance() {
        return variance;
    }

    double plainVariance() {
        return plainVariance;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum = Math.fma(value - mean, value - mean, sum);
        }
        return sum / (values.length - 1);
    }

    /** Values times scores, less of each value the mean of the values of all other samples. */
    static double[] lessOthers(double[] values, double[] scores) {
        double all = mean(values) * values.length;
        double[] slopes = new double[values.length];
        for (int k = 0; k < slopes.length; k++) {
            slopes[k] = (values[k] - (all - values[k]) / (values.length - 1)) * scores[k];
        }
        return slopes;
    }

    static double[] times(double[] values, double[] scores) {
        double[] slopes = new double[values.length];
        for (int k = 0; k < slopes.length; k++) {
            slopes[k] = values[k] * scores[k];
        }
        return slopes;
    }
}
