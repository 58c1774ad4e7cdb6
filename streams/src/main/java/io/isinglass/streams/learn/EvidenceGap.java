package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Ising;

/**
 * What an epoch tells of the evidence of data under an Ising prior: two chains side by side, one with the data and one
 * without.
 *
 * @param seen bond sum of the chain with the data
 * @param free bond sum of the chain without
 * @param agreement Σ y s of the chain with the data
 * @param drift by how many σ the two halves of the free chain's epoch differ, at most 99
 */
record EvidenceGap(
        Estimate seen, Estimate free, double seenVariance, double freeVariance, Estimate agreement, double drift) {

    private static final double MOST_DRIFT = 99;

    /** The gap over the sweeps from {@code from} on. */
    static EvidenceGap of(Series with, Series without, int from) {
        Bins agreement = new Bins(1);
        for (int row = from; row < with.sweeps(); row++) {
            agreement.add(new double[] {with.value(row, Ising.EVIDENCE)});
        }
        return new EvidenceGap(
                bonds(with, from, with.sweeps()).estimate(0),
                bonds(without, from, without.sweeps()).estimate(0),
                variance(with, from),
                variance(without, from),
                agreement.estimate(0),
                drift(without, from));
    }

    /** The gradient of the log evidence in K. */
    double gradient() {
        return seen.mean() - free.mean();
    }

    /** One standard deviation of the gradient. */
    double noise() {
        return Math.hypot(seen.stderr(), free.stderr());
    }

    private static Bins bonds(Series series, int from, int to) {
        Bins bins = new Bins(1);
        for (int row = from; row < to; row++) {
            bins.add(new double[] {series.value(row, Ising.BOND)});
        }
        return bins;
    }

    private static double variance(Series series, int from) {
        double mean = bonds(series, from, series.sweeps()).mean(0);
        double sum = 0;
        for (int row = from; row < series.sweeps(); row++) {
            double off = series.value(row, Ising.BOND) - mean;
            sum += off * off;
        }
        return sum / Math.max(1, series.sweeps() - from - 1);
    }

    private static double drift(Series series, int from) {
        int middle = from + (series.sweeps() - from) / 2;
        Estimate first = bonds(series, from, middle).estimate(0);
        Estimate second = bonds(series, middle, series.sweeps()).estimate(0);
        double difference = Math.abs(first.mean() - second.mean());
        double error = Math.hypot(first.stderr(), second.stderr());
        return difference == 0 ? 0 : Math.min(MOST_DRIFT, difference / error);
    }
}
