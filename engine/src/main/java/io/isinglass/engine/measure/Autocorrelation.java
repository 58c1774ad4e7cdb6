package io.isinglass.engine.measure;

import io.isinglass.engine.math.Elementary;
import java.util.function.IntToDoubleFunction;

/**
 * How long a series remembers: its integrated autocorrelation time τ = ½ + Σ ρ(t), in units of one measurement.
 *
 * @param tau ½ when measurements are independent
 * @param error one standard deviation of τ; infinite where the series is too short for the window to close
 * @param window the lag at which the sum ends
 * @param variance of one measurement about the mean of the series
 * @param length the number of measurements
 */
public record Autocorrelation(double tau, double error, int window, double variance, int length) {

    /*
     * Lags beyond a few τ add noise and no signal, so the sum ends at the smallest W with W ≥ c τ(W) [1], where for τ(W)
     * stands the decay time of the exponential with this integrated time [2]: the same where both are long, but 0
     * where measurements are independent. An exponential then misses a part e^−c. The mean of the series is subtracted,
     * not the truth, which makes every ρ(t) too small by 2τ/n: hence the factor 1 / (1 − (2W + 1)/n) [2, equation 49]. The error is [2, equation 42].
     * A window is never longer than a sixth of the series. Where correlations are so negative that the
     * sum has no sign, or negative at all in a series too short to show it, measurements are taken as independent, which
     * errs on the safe side.
     *
     * [1] Madras & Sokal: The pivot algorithm (1988), appendix C
     * [2] Wolff: Monte Carlo errors with less errors (2004)
     */

    /** The window's length in decay times: what an exponential misses is then below the error of any but long series. */
    public static final double WINDOW = 6;

    private static final int FEWEST_WINDOWS = 6;
    private static final int FEW = 32;

    /** The autocorrelation time of a series, at a cost of n log n. */
    public static Autocorrelation of(double[] series) {
        double[] lagged = Fourier.lagged(centred(series));
        return windowed(t -> lagged[t] / (series.length - t), series.length, WINDOW);
    }

    /** The same with a window of {@code c} decay times, at a cost of n τ: the sums are formed as they are asked for. */
    static Autocorrelation of(double[] series, double c) {
        double[] off = centred(series);
        return windowed(t -> lagged(off, t) / (off.length - t), off.length, c);
    }

    /** The autocorrelation function ρ(0) = 1, ρ(1), … up to {@code lags}. */
    public static double[] function(double[] series, int lags) {
        if (lags < 0 || lags >= series.length) {
            throw new IllegalArgumentException(series.length + " measurements have no lag " + lags);
        }
        double[] lagged = Fourier.lagged(centred(series));
        double[] rho = new double[lags + 1];
        for (int t = 0; t <= lags; t++) {
            rho[t] = lagged[t] / (series.length - t) / (lagged[0] / series.length);
        }
        return rho;
    }

    /** The standard deviation of the mean, widened for what it does not know of itself. */
    double errorOfMean() {
        return Math.sqrt(2 * tau * variance / length) * widening();
    }

    /*
     * An error from ν degrees of freedom makes Student's t of the deviations. Its quantiles are those of Gauss times
     * 1 + (1 + z²)/4ν + … (Cornish & Fisher 1937), here at one sigma.
     */

    /** Student's quantiles over those of Gauss, for the n / (2W + 1) independent windows of the series. */
    double widening() {
        return widening(length / (2.0 * window + 1));
    }

    static double widening(double freedom) {
        return 1 + 1 / (2 * freedom);
    }

    private static Autocorrelation windowed(IntToDoubleFunction covariance, int n, double c) {
        if (n < 2) {
            throw new IllegalArgumentException("two measurements or more have an autocorrelation time, not " + n);
        }
        double variance = covariance.applyAsDouble(0);
        if (variance == 0) {
            return new Autocorrelation(0.5, 0, 0, 0, n);
        }
        double tau = 0.5;
        int window = 0;
        while (window < n / FEWEST_WINDOWS && (window == 0 || window < c * decay(tau))) {
            window++;
            tau += covariance.applyAsDouble(window) / variance;
        }
        boolean closed = window >= c * decay(tau);
        tau = (tau > 0.5 || tau > 0 && n >= FEW ? tau : 0.5) / (1 - (2.0 * window + 1) / n);
        double error = closed ? 2 * tau * Math.sqrt(Math.max(0, window + 0.5 - tau) / n) : Double.POSITIVE_INFINITY;
        return new Autocorrelation(tau, error, window, variance, n);
    }

    /** The decay time of an exponential whose integrated time is {@code tau}: less than it by little, but 0 at ½. */
    private static double decay(double tau) {
        return tau <= 0.5 ? 0 : 1 / Elementary.log((2 * tau + 1) / (2 * tau - 1));
    }

    static double[] centred(double[] series) {
        double mean = mean(series);
        double[] off = new double[series.length];
        for (int i = 0; i < off.length; i++) {
            off[i] = series[i] - mean;
        }
        return off;
    }

    static double mean(double[] series) {
        double sum = 0;
        for (double each : series) {
            sum += each - series[0];
        }
        return series[0] + sum / series.length;
    }

    private static double lagged(double[] off, int t) {
        double sum = 0;
        for (int i = t; i < off.length; i++) {
            sum += off[i] * off[i - t];
        }
        return sum;
    }
}
