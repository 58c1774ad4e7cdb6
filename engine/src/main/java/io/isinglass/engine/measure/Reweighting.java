package io.isinglass.engine.measure;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;

/**
 * Measurements made at one coupling, weighted so that they stand for another: p′ ∝ p exp(Δθ T).
 *
 * @param weights of the measurements, the largest 1
 * @param logRatio ln Z′ − ln Z
 * @param size of how many equally weighted measurements these are worth, (Σ w)² / Σ w²
 */
public record Reweighting(double[] weights, double logRatio, double size) {

    /*
     * Exponents are taken relative to the largest, so that nothing overflows. The weights know nothing of
     * distributions that do not overlap: the fewer measurements carry them, the less they are worth [2], and few are
     * refused.
     *
     * [1] Ferrenberg & Swendsen: New Monte Carlo technique for studying phase transitions (1988)
     * [2] Kish: Survey sampling (1965)
     */

    /** Carries measurements with these values of T to a coupling larger by {@code shift}; refuses a size below {@code least}. */
    public static Reweighting of(double[] statistic, double shift, double least) {
        double top = Double.NEGATIVE_INFINITY;
        for (double t : statistic) {
            top = Math.max(top, shift * t);
        }
        double[] weights = new double[statistic.length];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Elementary.exp(shift * statistic[i] - top);
            sum += weights[i];
            squares += weights[i] * weights[i];
        }
        double size = sum * sum / squares;
        if (!(size >= least)) {
            throw new Refused(
                    "shift",
                    "moving the coupling by " + shift + " leaves " + (float) size + " of " + statistic.length
                            + " measurements, fewer than " + least);
        }
        return new Reweighting(weights, top + Elementary.log(sum / weights.length), size);
    }

    /** The mean of an observable at the other coupling, with its error: a ratio of means, jackknifed. */
    public Estimate mean(double[] observable) {
        if (observable.length != weights.length) {
            throw new IllegalArgumentException(
                    observable.length + " values of an observable for " + weights.length + " weights");
        }
        Bins bins = new Bins(2);
        for (int i = 0; i < weights.length; i++) {
            bins.add(new double[] {weights[i], weights[i] * observable[i]});
        }
        return bins.jackknife(means -> means[1] / means[0]);
    }
}
