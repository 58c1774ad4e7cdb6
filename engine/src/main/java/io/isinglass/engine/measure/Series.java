package io.isinglass.engine.measure;

import java.util.Arrays;
import java.util.Objects;

/**
 * The statistics of one chain, summed over a patch, one row a sweep: a short time series whose rows add up, exactly
 * and in any order, to those of the union of disjoint patches.
 *
 * @param sums {@link FixedPoint} sums, sweep by sweep and term by term
 */
public record Series(int sweeps, int terms, long[] sums) {

    public Series {
        Objects.requireNonNull(sums, "sums");
        if (sums.length != sweeps * terms * FixedPoint.WORDS) {
            throw new IllegalArgumentException(
                    sums.length + " words cannot hold " + sweeps + " sweeps of " + terms + " terms");
        }
    }

    public static Series zeros(int sweeps, int terms) {
        return new Series(sweeps, terms, new long[sweeps * terms * FixedPoint.WORDS]);
    }

    /** Adds a value to a term of a sweep of this series. */
    public void add(int sweep, int term, double value) {
        FixedPoint.add(sums, at(sweep, term), value);
    }

    /** Adds a {@link FixedPoint} sum to a term of a sweep. */
    void add(int sweep, int term, long[] sum) {
        FixedPoint.add(sums, at(sweep, term), sum[0], sum[1]);
    }

    /** Adds the series of another patch to this one, in place. */
    public void merge(Series other) {
        if (other.sweeps != sweeps || other.terms != terms) {
            throw new IllegalArgumentException("series of another shape");
        }
        FixedPoint.addAll(sums, other.sums);
    }

    public double value(int sweep, int term) {
        return FixedPoint.value(sums, at(sweep, term));
    }

    /** The sums of all terms in one sweep. */
    public double[] row(int sweep) {
        double[] row = new double[terms];
        for (int term = 0; term < terms; term++) {
            row[term] = value(sweep, term);
        }
        return row;
    }

    private int at(int sweep, int term) {
        return (sweep * terms + term) * FixedPoint.WORDS;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series(int s, int t, long[] words)
                && s == sweeps
                && t == terms
                && Arrays.equals(words, sums);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * sweeps + terms) + Arrays.hashCode(sums);
    }
}
