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
     * A stripe of 16 rows is keyed by Philox 4×32-10 [1] of (stripe, sweep, chain, lane) under the seed: two 64-bit
     * words. Within it a number is SplitMix64's finaliser, variant 13 of [2], of a Weyl sequence that starts at the first
     * word, each row 2⁵⁶ numbers on; the second word enters between the two multiplications, so that two stripes whose
     * first words fall close to each other do not share a stretch. With the second word 0 this is SplitMix64 itself,
     * whose published values are tests. Philox costs as much as 500 packed spins: hence a stripe, not a row.
     *
     * Spins of one site in 64 chains share their words too: digit d, of 8 bits, of chain c is byte c mod 8 of a word, so
     * that a vector of 64 bytes decides 64 chains. Their stripe is keyed by c div 64, and is none that a lattice has.
     *
     * [1] Salmon et al.: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011)
     * [2] Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (OOPSLA 2014)
     */

    /** Planes of one word: a probability is compared to so many bits. */
    public static final int PLANES = 64;

    /** What the count of two numbers that follow each other differs by before it is mixed. */
    public static final long WEYL = 0x9E3779B97F4A7C15L;
    /** The two multipliers of the mixing. */
    public static final long MIX_1 = 0xBF58476D1CE4E5B9L;

    public static final long MIX_2 = 0x94D049BB133111EBL;
    /** Rows of a stripe. */
    public static final int STRIPE = 16;

    /** Logarithm of the numbers from a row to the next row of its stripe. */
    public static final int ROW_SHIFT = 56;

    /** Chains that share the words of a site's digits. */
    public static final int GROUP = 64;

    private static final long REALS = 1L << 63;
    private static final int GROUPS = -1;
    private static final long LOW = 0xFFFFFFFFL;

    private final long seed;
    private final int chain;
    private final long sweep;
    private final int lane;
    private final int[] counter = new int[4];
    private final long[] planes = new long[PLANES];
    private int stripe = -2;
    private long stripeKey;
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

    /** The dice of another lane of the same sweep of the same chain. */
    public Dice lane(int other) {
        return new Dice(seed, chain, sweep, other);
    }

    /** Moves to global row {@code row} of the lattice, 0 ≤ row. */
    public void row(int row) {
        stripe(row / STRIPE, chain);
        key = stripeKey + ((long) (row % STRIPE) << ROW_SHIFT) * WEYL;
        word = -1;
    }

    /** Moves to the digits of the chain's group of 64. */
    public void group() {
        stripe(GROUPS, chain / GROUP);
        key = stripeKey;
    }

    private void stripe(int number, int owner) {
        if (number == stripe) {
            return;
        }
        stripe = number;
        counter[0] = number;
        counter[1] = (int) sweep;
        counter[2] = (int) (sweep >>> 32) | owner << 16;
        counter[3] = lane;
        Philox.scramble(counter, seed);
        stripeKey = (counter[0] & LOW) | (long) counter[1] << 32;
        twist = (counter[2] & LOW) | (long) counter[3] << 32;
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

    /** Whether this chain's number of site {@code site} falls below {@code probability}; after {@link #group}. */
    public boolean belowInGroup(int site, double probability) {
        return belowInGroup(site, chain % GROUP, probability);
    }

    /** The same for the chain at place {@code lane} of this chain's group. */
    public boolean belowInGroup(int site, int lane, double probability) {
        if (probability >= 1) {
            return true;
        }
        long threshold = fraction(probability);
        for (int digit = 0; threshold != 0; digit++, threshold <<= 8) {
            int drawn = (int) (digits(site, digit, lane >>> 3) >>> 8 * (lane & 7)) & 0xFF;
            int limit = (int) (threshold >>> 56);
            if (drawn != limit) {
                return drawn < limit;
            }
        }
        return false;
    }

    /** A digit of eight chains of the group, a byte each: the first of them is chain 8 · {@code eight} of the group. */
    public long digits(int site, int digit, int eight) {
        return mix(key, twist, (long) site << 6 | digit << 3 | eight);
    }

    /** A uniform number in [0, 1), a multiple of 2⁻⁵³: draw {@code draw} &lt; 2²⁴ of the site in column {@code column}. */
    public double uniform(int column, int draw) {
        return (mix(key, twist, REALS | (long) draw << 32 | column) >>> 11) * 0x1p-53;
    }

    /** What is mixed into draw {@code draw} of the site in column {@code column}; {@link #WEYL} less than for the next column. */
    public long unmixed(int column, int draw) {
        return key + ((REALS | (long) draw << 32 | column) + 1) * WEYL;
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

    /** The two words that key the row or the group that this stands on. */
    public long key() {
        return key;
    }

    public long twist() {
        return twist;
    }

    /** A probability in [0, 1) as an unsigned 64-bit fraction. */
    public static long fraction(double probability) {
        if (!(probability > 0)) {
            return 0;
        }
        return probability < 0.5
                ? (long) (probability * 0x1p64)
                : (long) ((probability - 0.5) * 0x1p64) + Long.MIN_VALUE;
    }

    /** Number {@code count} under a key of two words. */
    public static long mix(long key, long twist, long count) {
        long z = key + (count + 1) * WEYL;
        z = (z ^ z >>> 30) * MIX_1 + twist;
        z = (z ^ z >>> 27) * MIX_2;
        return z ^ z >>> 31;
    }
}
