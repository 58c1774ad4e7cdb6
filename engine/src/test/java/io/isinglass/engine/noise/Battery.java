package io.isinglass.engine.noise;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Statistics that fair words of 32 bits pass: {@code words} are read one statistic after another, and every doubling of
 * {@code size} looks at twice as many.
 */
record Battery(IntSupplier words, int size) {

    /*
     * The families are those of SmallCrush [1] but for the distribution of weights, by their definitions in Knuth [2] and
     * in [1]: collisions, birthday spacings, gaps, poker hands, coupons, the largest of some, ranks, the weights of
     * neighbours and a random walk. To them come the bits one by one, pairs, permutations, and all 1024 pairs of a bit
     * and a bit of the next word, which sees a counter that was not mixed enough.
     *
     * [1] L'Ecuyer, Simard: TestU01: A C library for empirical testing of random number generators (TOMS 2007)
     * [2] Knuth: The Art of Computer Programming, volume 2, section 3.3.2
     */

    private static final int BITS = Integer.SIZE;
    private static final int FACES = 8;

    /** All verdicts, in a fixed order. */
    List<Verdict> verdicts() {
        return List.of(
                bits(1L << size),
                neighbours(1L << size - 5),
                pairs(2L << size),
                gaps(1L << size - 2),
                permutations(1L << size - 2),
                poker(1L << size - 3),
                coupons(1L << size - 4),
                largest(1L << size - 2),
                birthdays(1L << size - 11),
                collisions(1L << size - 13),
                ranks(1L << size - 6),
                weights(1L << size - 1),
                walk(1L << size - 1));
    }

    private int top(int bits) {
        return words.getAsInt() >>> BITS - bits;
    }

    /** How often each bit is set. */
    Verdict bits(long count) {
        long[] set = new long[BITS];
        int[] block = new int[BITS];
        for (long n = 0; n < count / BITS; n++) {
            fill(block);
            Order.transpose(block);
            for (int bit = 0; bit < BITS; bit++) {
                set[bit] += Integer.bitCount(block[bit]);
            }
        }
        return squares("bits", set, count);
    }

    /** How often a bit equals a bit of the next word, for all 32 × 32 pairs of them. */
    Verdict neighbours(long blocks) {
        long[] unequal = new long[BITS * BITS];
        int[] ones = new int[BITS];
        int[] others = new int[BITS];
        int last = words.getAsInt();
        for (long n = 0; n < blocks; n++) {
            fill(others);
            ones[0] = last;
            System.arraycopy(others, 0, ones, 1, BITS - 1);
            last = others[BITS - 1];
            Order.transpose(ones);
            Order.transpose(others);
            for (int k = 0; k < unequal.length; k++) {
                unequal[k] += Integer.bitCount(ones[k / BITS] ^ others[k % BITS]);
            }
        }
        return squares("neighbours", unequal, blocks * BITS);
    }

    private void fill(int[] block) {
        for (int k = 0; k < block.length; k++) {
            block[k] = words.getAsInt();
        }
    }

    private static Verdict squares(String statistic, long[] heads, long tosses) {
        double sum = 0;
        for (long count : heads) {
            sum += (2.0 * count - tosses) * (2.0 * count - tosses) / tosses;
        }
        return Verdict.chiSquare(statistic, sum, heads.length);
    }

    /** Six bits of a word and six of the next. */
    Verdict pairs(long count) {
        long[] seen = new long[1 << 12];
        for (long n = 0; n < count; n++) {
            int first = top(6);
            seen[first << 6 | top(6)]++;
        }
        return Verdict.counts("pairs", seen, even(seen.length));
    }

    private static double[] even(int cells) {
        double[] odds = new double[cells];
        Arrays.fill(odds, 1.0 / cells);
        return odds;
    }

    /** How many words lie between two in the lowest eighth. */
    Verdict gaps(long count) {
        double[] odds = new double[64];
        for (int length = 0; length < odds.length - 1; length++) {
            odds[length] = Math.pow(1 - 1.0 / FACES, length) / FACES;
        }
        odds[odds.length - 1] = Math.pow(1 - 1.0 / FACES, odds.length - 1);
        long[] seen = new long[odds.length];
        for (long n = 0; n < count; n++) {
            int length = 0;
            while (top(3) != 0 && length < LONGEST) {
                length++;
            }
            seen[Math.min(length, seen.length - 1)]++;
        }
        return Verdict.counts("gaps", seen, odds);
    }

    /** Where a wait is given up; a fair one is that long never. */
    private static final int LONGEST = 1000;

    /** The order of four words. */
    Verdict permutations(long count) {
        long[] seen = new long[256];
        int[] four = new int[4];
        for (long n = 0; n < count; n++) {
            fill(four);
            int order = 0;
            for (int k = 0; k < four.length; k++) {
                int rank = 0;
                for (int other : four) {
                    rank += Integer.compareUnsigned(other, four[k]) < 0 ? 1 : 0;
                }
                order = order << 2 | rank;
            }
            seen[order]++;
        }
        double[] odds = new double[seen.length];
        for (int order = 0; order < odds.length; order++) {
            int ranks = 1 << (order & 3) | 1 << (order >> 2 & 3) | 1 << (order >> 4 & 3) | 1 << (order >> 6);
            odds[order] = ranks == 15 ? 1.0 / 24 : 0;
        }
        return Verdict.counts("permutations", seen, odds);
    }

    /** How many faces are seen in a hand of eight. */
    Verdict poker(long count) {
        double[] odds = {1, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int n = 0; n < FACES; n++) {
            draw(odds);
        }
        long[] seen = new long[odds.length];
        for (long n = 0; n < count; n++) {
            int hand = 0;
            for (int k = 0; k < FACES; k++) {
                hand |= 1 << top(3);
            }
            seen[Integer.bitCount(hand)]++;
        }
        return Verdict.counts("poker", seen, odds);
    }

    /** One more face drawn: {@code odds[k]} that k different ones have been. */
    private static void draw(double[] odds) {
        for (int k = FACES; k > 0; k--) {
            odds[k] = odds[k] * k / FACES + odds[k - 1] * (FACES - k + 1) / FACES;
        }
        odds[0] = 0;
    }

    /** How long it takes to see all faces. */
    Verdict coupons(long count) {
        double[] odds = new double[100];
        double[] different = {1, 0, 0, 0, 0, 0, 0, 0, 0};
        double rest = 1;
        for (int length = 1; length < odds.length - 1; length++) {
            double complete = different[FACES];
            draw(different);
            odds[length] = different[FACES] - complete;
            rest -= odds[length];
        }
        odds[odds.length - 1] = rest;
        long[] seen = new long[odds.length];
        for (long n = 0; n < count; n++) {
            int faces = 0;
            int length = 0;
            while (faces != (1 << FACES) - 1 && length < LONGEST) {
                faces |= 1 << top(3);
                length++;
            }
            seen[Math.min(length, seen.length - 1)]++;
        }
        return Verdict.counts("coupons", seen, odds);
    }

    /** The largest of six words, which to the sixth power is uniform. */
    Verdict largest(long count) {
        long[] seen = new long[256];
        for (long n = 0; n < count; n++) {
            int largest = 0;
            for (int k = 0; k < 6; k++) {
                int word = words.getAsInt();
                largest = Integer.compareUnsigned(word, largest) > 0 ? word : largest;
            }
            seen[(int) (seen.length * Math.pow((Integer.toUnsignedLong(largest) + 0.5) * 0x1p-32, 6))]++;
        }
        return Verdict.counts("largest", seen, even(seen.length));
    }

    /** Equal spacings of 2¹² birthdays in a year of 2³² days, and of 2²⁰ in one of 2⁵⁸ where there are years enough. */
    Verdict birthdays(long years) {
        int large = 8;
        return years >>> large == 0
                ? birthdays(years, 12, new long[1 << 12], 0)
                : birthdays(years >>> large, 20, new long[1 << 20], 26);
    }

    private Verdict birthdays(long years, int log, long[] days, int more) {
        long equal = 0;
        for (long n = 0; n < years; n++) {
            for (int k = 0; k < days.length; k++) {
                days[k] = Integer.toUnsignedLong(words.getAsInt()) << more;
                if (more > 0) {
                    days[k] |= top(more);
                }
            }
            Arrays.sort(days);
            for (int k = days.length - 1; k > 0; k--) {
                days[k] -= days[k - 1];
            }
            Arrays.sort(days, 1, days.length);
            for (int k = 2; k < days.length; k++) {
                equal += days[k] == days[k - 1] ? 1 : 0;
            }
        }
        return Verdict.poisson("birthdays", equal, years * Math.scalb(1.0, 3 * log - 2 - BITS - more));
    }

    /** How many of 2¹⁴ balls fall into one of 2²⁰ urns that has one already, or of 2²² into one of 2³⁰. */
    Verdict collisions(long throwings) {
        int large = 8;
        return throwings >>> large == 0
                ? collisions(throwings, 14, 10, new long[1 << 14])
                : collisions(throwings >>> large, 22, 15, new long[1 << 24]);
    }

    private Verdict collisions(long throwings, int log, int half, long[] urns) {
        long seen = 0;
        for (long n = 0; n < throwings; n++) {
            Arrays.fill(urns, 0);
            for (int ball = 0; ball < 1 << log; ball++) {
                int first = top(half);
                int urn = first << half | top(half);
                seen += urns[urn >>> 6] >>> urn & 1;
                urns[urn >>> 6] |= 1L << urn;
            }
        }
        double load = Math.scalb(1.0, log - 2 * half);
        double count = Math.scalb((double) throwings, 2 * half);
        double mean = count * (load + Math.expm1(Math.scalb(1.0, log) * Math.log1p(-Math.scalb(1.0, -2 * half))));
        double variance = count * Math.exp(-load) * -(Math.expm1(-load) + load * Math.exp(-load));
        return mean < 1000
                ? Verdict.poisson("collisions", seen, mean)
                : Verdict.normal("collisions", (double) seen, mean, variance);
    }

    /** The rank of 64 × 64 bits. */
    Verdict ranks(long count) {
        double[] odds = {0, 0, 0, 0};
        double all = 1;
        for (int k = 1; k <= Long.SIZE; k++) {
            all *= 1 - Math.scalb(1.0, -k);
        }
        odds[0] = all;
        odds[1] = all * 2;
        odds[2] = all * 4 / 9;
        odds[3] = 1 - odds[0] - odds[1] - odds[2];
        long[] seen = new long[odds.length];
        long[] rows = new long[Long.SIZE];
        for (long n = 0; n < count; n++) {
            for (int k = 0; k < rows.length; k++) {
                rows[k] = (long) words.getAsInt() << 32 | Integer.toUnsignedLong(words.getAsInt());
            }
            seen[Math.min(Long.SIZE - rank(rows), seen.length - 1)]++;
        }
        return Verdict.counts("ranks", seen, odds);
    }

    private static int rank(long[] rows) {
        int rank = 0;
        for (int k = 0; k < rows.length; k++) {
            long row = rows[k];
            if (row == 0) {
                continue;
            }
            rank++;
            long pivot = Long.lowestOneBit(row);
            for (int other = k + 1; other < rows.length; other++) {
                rows[other] ^= (rows[other] & pivot) != 0 ? row : 0;
            }
        }
        return rank;
    }

    /** How many bits are set in a word and in the next: twelve and less to twenty and more. */
    Verdict weights(long count) {
        double[] one = new double[9];
        for (int weight = 0; weight <= BITS; weight++) {
            one[light(weight)] += Math.exp(Verdict.logGamma(BITS + 1)
                    - Verdict.logGamma(weight + 1)
                    - Verdict.logGamma(BITS - weight + 1)
                    - BITS * Math.log(2));
        }
        double[] odds = new double[81];
        Arrays.setAll(odds, k -> one[k / 9] * one[k % 9]);
        long[] seen = new long[odds.length];
        for (long n = 0; n < count; n++) {
            int first = light(Integer.bitCount(words.getAsInt()));
            seen[9 * first + light(Integer.bitCount(words.getAsInt()))]++;
        }
        return Verdict.counts("weights", seen, odds);
    }

    private static int light(int weight) {
        return Math.clamp(weight - 12, 0, 8);
    }

    /** How far up 64 steps of one, up or down, ever come. */
    Verdict walk(long count) {
        // By reflection, P(highest = m) = P(end = m) + P(end = m + 1), one of which has the wrong parity.
        double[] odds = new double[Long.SIZE + 1];
        for (int highest = 0; highest <= Long.SIZE; highest++) {
            int ups = (Long.SIZE + highest + 1) / 2;
            odds[highest] = Math.exp(Verdict.logGamma(Long.SIZE + 1)
                    - Verdict.logGamma(ups + 1)
                    - Verdict.logGamma(Long.SIZE - ups + 1)
                    - Long.SIZE * Math.log(2));
        }
        long[] seen = new long[odds.length];
        for (long n = 0; n < count; n++) {
            int place = 0;
            int highest = 0;
            for (int half = 0; half < 2; half++) {
                int word = words.getAsInt();
                for (int step = 0; step < BITS; step++) {
                    place += (word >>> step & 1) * 2 - 1;
                    highest = Math.max(highest, place);
                }
            }
            seen[highest]++;
        }
        return Verdict.counts("walk", seen, odds);
    }
}
