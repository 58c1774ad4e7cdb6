package io.isinglass.engine.noise;

/**
 * The random numbers of one lane of one sweep of one chain, read row by row.
 *
 * <p>A spin's number comes as bits of <em>planes</em>: the 64 sites of one colour that share a word have one 64-bit
 * word of random bits a plane, the most significant plane first. Comparing the planes with a probability until they
 * differ decides a site exactly to 64 bits at the price of two planes on average.
 */
public final class Dice {

    /*
     * A row is keyed by Philox 4×32-10 [1] of (row, sweep, chain, lane) under the seed: two 64-bit words. Along the row
     * a number is SplitMix64's finaliser, variant 13 of [2], of a Weyl sequence that starts at the first word; the
     * second word enters between the two multiplications, so that two rows whose first words fall close to each other
     * do not share a stretch. With the second word 0 this is SplitMix64 itself, whose published values are tests.
     *
     * [1] Salmon et al.: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011)
     * [2] Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (OOPSLA 2014)
     */

    /** Planes of one word: a probability is compared to so many bits. */
    public static final int PLANES = 64;

    private static final long WEYL = 0x9E3779B97F4A7C15L;
    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;
    private static final long REALS = 1L << 63;

    private final long seed;
    private final int chain;
    private final long sweep;
    private final int lane;
    private final int[] counter = new int[4];
    private final long[] planes = new long[PLANES];
    private long key;
    private long twist;
    private int word = -1;
    private int filled;

    Dice(long seed, int chain, long sweep, int lane) {
        this.seed = seed;
        this.chain = chain;
        this.sweep = sweep;
        this.lane = lane;
    }

    /** Moves to global row {@code row} of the lattice. */
    public void row(int row) {
        counter[0] = row;
        counter[1] = (int) sweep;
        counter[2] = (int) (sweep >>> 32) | chain << 16;
        counter[3] = lane;
        Philox.scramble(counter, seed);
        key = (counter[0] & 0xFFFFFFFFL) | (long) counter[1] << 32;
        twist = (counter[2] & 0xFFFFFFFFL) | (long) counter[3] << 32;
        word = -1;
    }

    /** The sweep whose numbers these are. */
    public long sweep() {
        return sweep;
    }

    /** Whether the number of the site in global column {@code column} falls below {@code probability}; exact to 2⁻⁶⁴. */
    public boolean below(int column, double probability) {
        if (probability >= 1) {
            return true;
        }
        long threshold = fraction(probability);
        int bit = column >>> 1;
        for (int plane = 0; threshold != 0; plane++, threshold <<= 1) {
            boolean drawn = (plane(column >>> 7, plane) >>> bit & 1) != 0;
            boolean limit = threshold < 0;
            if (drawn != limit) {
                return limit;
            }
        }
        return false;
    }

    /** A uniform number in [0, 1), a multiple of 2⁻⁵³: draw {@code draw} of the site in global column {@code column}. */
    public double uniform(int column, int draw) {
        return (mix(key, twist, REALS | (long) draw << 32 | column) >>> 11) * 0x1p-53;
    }

    /** The random bits of plane {@code plane} of the 64 sites of word {@code index}, lowest column in the lowest bit. */
    long plane(int index, int plane) {
        if (index != word) {
            word = index;
            filled = 0;
        }
        while (filled <= plane) {
            planes[filled] = mix(key, twist, (long) index << 6 | filled);
            filled++;
        }
        return planes[plane];
    }

    /** A probability in [0, 1) as an unsigned 64-bit fraction. */
    static long fraction(double probability) {
        if (!(probability > 0)) {
            return 0;
        }
        return probability < 0.5
                ? (long) (probability * 0x1p64)
                : (long) ((probability - 0.5) * 0x1p64) + Long.MIN_VALUE;
    }

    static long mix(long key, long twist, long count) {
        long z = key + (count + 1) * WEYL;
        z = (z ^ z >>> 30) * MIX_1 + twist;
        z = (z ^ z >>> 27) * MIX_2;
        return z ^ z >>> 31;
    }
}
