package io.isinglass.engine.measure;

/**
 * Sums that do not depend on their order: 128-bit fixed point with 64 bits behind the point, held as two longs (high,
 * low) in an array. A double is cut to a multiple of 2⁻⁶⁴ once, when it enters; from there on every addition is exact.
 */
public final class FixedPoint {

    /** Longs that one sum takes. */
    public static final int WORDS = 2;

    private static final int FRACTION_BITS = 64;

    private FixedPoint() {}

    /** Adds {@code value} to the sum at {@code at}; refuses what is not finite or exceeds 2⁶². */
    public static void add(long[] sums, int at, double value) {
        if (!(Math.abs(value) < 0x1p62)) {
            throw new ArithmeticException("a sum over the field left the range ±2^62: " + value);
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = exponent == 0 ? 0 : bits & 0x000FFFFFFFFFFFFFL | 0x0010000000000000L;
        int shift = exponent - 1075 + FRACTION_BITS;
        long high = 0;
        long low = 0;
        if (shift >= 64) {
            high = mantissa << shift - 64;
        } else if (shift > 0) {
            high = mantissa >>> 64 - shift;
            low = mantissa << shift;
        } else if (shift > -64) {
            low = mantissa >>> -shift;
        }
        if (bits < 0) {
            high = ~high + (low == 0 ? 1 : 0);
            low = -low;
        }
        add(sums, at, high, low);
    }

    /** Adds every sum of {@code other} to the one at the same place of {@code sums}. */
    public static void addAll(long[] sums, long[] other) {
        for (int at = 0; at < sums.length; at += WORDS) {
            add(sums, at, other[at], other[at + 1]);
        }
    }

    /** The sum at {@code at}, rounded to a double. */
    public static double value(long[] sums, int at) {
        long high = sums[at];
        long low = sums[at + 1];
        if (high >= 0) {
            return high + fraction(low);
        }
        return -(~high + (low == 0 ? 1 : 0) + fraction(-low));
    }

    private static double fraction(long low) {
        return (low >>> 11) * 0x1p-53 + (low & 0x7FF) * 0x1p-64;
    }

    static void add(long[] sums, int at, long high, long low) {
        long sum = sums[at + 1] + low;
        int carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long total = sums[at] + high + carry;
        if (((sums[at] ^ total) & (high ^ total)) < 0) {
            throw new ArithmeticException("a sum over the field left the range of 128 bits");
        }
        sums[at] = total;
        sums[at + 1] = sum;
    }
}
