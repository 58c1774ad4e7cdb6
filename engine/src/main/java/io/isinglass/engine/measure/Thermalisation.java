package io.isinglass.engine.measure;

import java.util.Arrays;

/**
 * How much of the beginning of a series still remembers its start. It is reported and never applied: a rule that reads
 * the series and then cuts it has a bias of its own.
 *
 * @param leaveOut the number of initial measurements without which the mean is known best; where it is half of the
 *     series, the series is too short to tell
 * @param score by how many standard deviations the mean of the first tenth differs from that of the last half
 */
public record Thermalisation(int leaveOut, double score) {

    /*
     * MSER-5 [1]: of means of five, leave out the d first that make the squared error of the rest's mean,
     * Σ (x − x̄)² / (m − d)², smallest. Leaving out lowers the numerator as long as a transient is in it, and the
     * denominator always. Beyond half of the series the rest is too short to be judged.
     *
     * The score is Geweke's [2], but both errors come from the late half: a transient would widen its own error bar
     * and so hide.
     *
     * [1] White, Cobb & Spratt: A comparison of five steady-state truncation heuristics for simulation (2000), after
     *     White: An effective truncation heuristic for bias reduction in simulation output (1997)
     * [2] Geweke: Evaluating the accuracy of sampling-based approaches to the calculation of posterior moments (1992)
     */

    /** Fewer measurements do not show their beginning. */
    public static final int FEWEST = 40;

    private static final int BATCH = 5;

    /** The thermalisation of a series of 40 measurements or more. */
    public static Thermalisation of(double[] series) {
        if (series.length < FEWEST) {
            throw new IllegalArgumentException(
                    series.length + " measurements do not show their beginning, " + FEWEST + " may");
        }
        return new Thermalisation(BATCH * leftOut(batches(series)), score(series));
    }

    private static double[] batches(double[] series) {
        double[] means = new double[series.length / BATCH];
        for (int batch = 0; batch < means.length; batch++) {
            means[batch] = Autocorrelation.mean(Arrays.copyOfRange(series, batch * BATCH, (batch + 1) * BATCH));
        }
        return means;
    }

    private static int leftOut(double[] batches) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        double mean = 0;
        double squares = 0;
        for (int d = batches.length - 1; d >= 0; d--) {
            // Welford's update, from the end: the last of the series are in it all along.
            int kept = batches.length - d;
            double off = batches[d] - mean;
            mean += off / kept;
            squares += off * (batches[d] - mean);
            double error = squares / ((double) kept * kept);
            if (2 * d <= batches.length && error <= least) {
                least = error;
                best = d;
            }
        }
        return best;
    }

    private static double score(double[] series) {
        double[] early = Arrays.copyOf(series, series.length / 10);
        double[] late = Arrays.copyOfRange(series, series.length / 2, series.length);
        double difference = Autocorrelation.mean(early) - Autocorrelation.mean(late);
        double error = Autocorrelation.of(late).errorOfMean();
        double both = error * Math.sqrt(1 + (double) late.length / early.length);
        return difference == 0 ? 0 : difference / both;
    }
}
