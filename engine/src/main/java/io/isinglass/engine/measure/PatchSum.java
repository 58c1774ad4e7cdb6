package io.isinglass.engine.measure;

import io.isinglass.engine.math.VectorUnit;

/**
 * One exact sum being formed over a patch. Values that are multiples of 2⁻²⁰ and small, as all sums over spins are,
 * go by a short way into one long; the sum is the same.
 */
public final class PatchSum {

    /** Values that a vector may add up without a carry. */
    private static final int RUN = 1 << 12;

    private static final boolean VECTORS = VectorUnit.isPresent();

    private static final int UNIT_BITS = 20;
    private static final double UNITS = 1 << UNIT_BITS;
    private static final double SMALL = 0x1p34;

    private final long[] rest = new long[FixedPoint.WORDS];
    private long units;

    /** Adds a value; at most 2²⁸ of them, the sites of a patch. */
    public void add(double value) {
        double scaled = value * UNITS;
        if (Math.abs(scaled) < SMALL && (long) scaled == scaled) {
            units += (long) scaled;
        } else {
            FixedPoint.add(rest, 0, value);
        }
    }

    /** Adds {@code count} values of an array from {@code from} on. */
    public void addAll(double[] values, int from, int count) {
        for (int at = from, end = from + count; at < end; at += RUN) {
            int next = Math.min(at + RUN, end);
            if (!VECTORS || !VectorSum.add(values, at, next, this)) {
                addEach(values, at, next);
            }
        }
    }

    void addEach(double[] values, int from, int to) {
        for (int at = from; at < to; at++) {
            add(values[at]);
        }
    }

    /** Adds so many times 2⁻²⁰ and so many times 2⁻⁶⁴. */
    void add(long twentieths, long sixtyFourths) {
        FixedPoint.add(rest, 0, twentieths >> UNIT_BITS, twentieths << 64 - UNIT_BITS);
        FixedPoint.add(rest, 0, sixtyFourths >> 63, sixtyFourths);
    }

    /** Adds this sum to term {@code term} of row {@code sweep} of the series, and begins anew. */
    public void drain(Series series, int sweep, int term) {
        FixedPoint.add(rest, 0, units >> UNIT_BITS, units << 64 - UNIT_BITS);
        series.add(sweep, term, rest);
        units = 0;
        rest[0] = 0;
        rest[1] = 0;
    }
}
