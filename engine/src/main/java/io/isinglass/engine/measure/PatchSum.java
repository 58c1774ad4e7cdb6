package io.isinglass.engine.measure;

/**
 * One exact sum being formed over a patch. Values that are multiples of 2⁻²⁰ and small, as all sums over spins are,
 * go by a short way into one long; the sum is the same.
 */
public final class PatchSum {

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

    /** Adds this sum to term {@code term} of row {@code sweep} of the series, and begins anew. */
    public void drain(Series series, int sweep, int term) {
        FixedPoint.add(rest, 0, units >> UNIT_BITS, units << 64 - UNIT_BITS);
        series.add(sweep, term, rest);
        units = 0;
        rest[0] = 0;
        rest[1] = 0;
    }
}
