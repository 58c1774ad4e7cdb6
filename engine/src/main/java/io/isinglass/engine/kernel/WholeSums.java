package io.isinglass.engine.kernel;

import java.util.Arrays;

/** The statistics of a {@link WholeGroup}, lane by lane: first in bytes and pairs of bytes, and in longs before those are full. */
final class WholeSums {

    private static final long EVEN = 0x00FF00FF00FF00FFL;
    private static final int ROOM = 255;

    private final long[] even = new long[WholeGroup.WORDS];
    private final long[] odd = new long[WholeGroup.WORDS];
    private final long[] high = new long[WholeGroup.WORDS];
    private final long[] agreeing = new long[Group.LANES];
    private final long[] ups = new long[Group.LANES];
    private long units;
    private int pieces;
    private int sites;

    void clear() {
        Arrays.fill(agreeing, 0);
        Arrays.fill(ups, 0);
        units = 0;
    }

    /** Adds the units of a piece; the counts are of those that draw the spins, which begin at {@code at}, upwards. */
    void addBonds(long[] counts, int most, long[] spins, int at) {
        for (int word = 0; word < WholeGroup.WORDS; word++) {
            long up = spins[at + word] * 0xFF;
            long agree = counts[word] & up | most * WholeGroup.ONES - counts[word] & ~up;
            even[word] += agree & EVEN;
            odd[word] += agree >>> Byte.SIZE & EVEN;
        }
        units += most;
        if (++pieces == ROOM) {
            flush();
        }
    }

    /** Adds the spins of a site, which begin at {@code at}. */
    void addSite(long[] spins, int at) {
        for (int word = 0; word < WholeGroup.WORDS; word++) {
            high[word] += spins[at + word];
        }
        if (++sites == ROOM) {
            flush();
        }
    }

    /** Carries all over to the longs. */
    void flush() {
        for (int lane = 0; lane < Group.LANES; lane++) {
            int word = lane >>> 3;
            long[] pairs = (lane & 1) == 0 ? even : odd;
            agreeing[lane] += pairs[word] >>> Short.SIZE * (lane >>> 1 & 3) & 0xFFFF;
            ups[lane] += high[word] >>> Byte.SIZE * (lane & 7) & 0xFF;
        }
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        Arrays.fill(high, 0);
        pieces = 0;
        sites = 0;
    }

    /** The sum over bonds of weight times spin times spin. */
    long bonds(int lane) {
        return 2 * agreeing[lane] - units;
    }

    /** The number of spins that point up. */
    long ups(int lane) {
        return ups[lane];
    }
}
