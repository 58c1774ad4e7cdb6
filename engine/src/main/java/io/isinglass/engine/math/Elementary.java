package io.isinglass.engine.math;

/**
 * Elementary functions with the same bits on every machine, in scalar and in vector form: polynomials in fused
 * multiply-adds, with errors of the order of one unit in the last place.
 */
public final class Elementary {

    /*
     * exp and log reduce by powers of two with ln 2 in two parts (Cody and Waite), then sum the Taylor series of e^r,
     * |r| ≤ ln 2 / 2, or that of 2 artanh. The cosine takes its angle in turns, so that its reduction is exact, and is the
     * sine of what is missing from a quarter. No step looks anything up or converts to an integer: a number is rounded by
     * adding ROUND, whose last place counts ones, and then the low bits of the sum are that integer. So a vector can
     * take the same steps, and Lanes does. The angle of a vector is turned back by an eighth of a turn where it is more than
     * a sixteenth: then the series of arctan has an argument of at most √2 − 1.
     */

    static final double ROUND = 0x1.8p52;
    static final double LOG2_E = 1.4426950408889634;
    static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
    static final double LARGEST_EXPONENT = 709.782712893384;
    static final double SMALLEST_EXPONENT = -745.1332191019412;
    static final int MANTISSA_BITS = 52;
    static final long BIAS = 1023;

    static final double E_2 = 1.0 / 2;
    static final double E_3 = 1.0 / 6;
    static final double E_4 = 1.0 / 24;
    static final double E_5 = 1.0 / 120;
    static final double E_6 = 1.0 / 720;
    static final double E_7 = 1.0 / 5_040;
    static final double E_8 = 1.0 / 40_320;
    static final double E_9 = 1.0 / 362_880;
    static final double E_10 = 1.0 / 3_628_800;
    static final double E_11 = 1.0 / 39_916_800;
    static final double E_12 = 1.0 / 479_001_600;
    static final double E_13 = 1.0 / 6_227_020_800.0;

    static final double S_3 = -1.0 / 6;
    static final double S_5 = 1.0 / 120;
    static final double S_7 = -1.0 / 5_040;
    static final double S_9 = 1.0 / 362_880;
    static final double S_11 = -1.0 / 39_916_800;
    static final double S_13 = 1.0 / 6_227_020_800.0;
    static final double S_15 = -1.0 / 1_307_674_368_000.0;
    static final double S_17 = 1.0 / 355_687_428_096_000.0;
    static final double S_19 = -1.0 / 121_645_100_408_832_000.0;
    static final double S_21 = 1.0 / 51_090_942_171_709_440_000.0;

    /** From the bits of √½ to those of 1: what is added so that mantissas from √½ on count to the next power. */
    static final long ROOT_TO_ONE = 0x3FF0000000000000L - 0x3FE6A09E667F3BCDL;

    static final long ROOT = 0x3FE6A09E667F3BCDL;
    static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    /** The bits of 2⁵², whose last place counts ones. */
    static final long ONES = 0x4330000000000000L;

    private static final double[] ATAN = inverseOdds(21);
    private static final double TAN_OF_SIXTEENTH = 0.41421356237309503;

    private Elementary() {}

    /** e to the power {@code x}; +∞ above 709.78…, 0 below −745.13…. */
    public static double exp(double x) {
        if (!(x <= LARGEST_EXPONENT)) {
            return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
        }
        if (x < SMALLEST_EXPONENT) {
            return 0;
        }
        double rounded = Math.fma(x, LOG2_E, ROUND);
        double power = rounded - ROUND;
        double r = Math.fma(-power, LN2_LOW, Math.fma(-power, LN2_HIGH, x));
        double sum = E_13;
        sum = Math.fma(sum, r, E_12);
        sum = Math.fma(sum, r, E_11);
        sum = Math.fma(sum, r, E_10);
        sum = Math.fma(sum, r, E_9);
        sum = Math.fma(sum, r, E_8);
        sum = Math.fma(sum, r, E_7);
        sum = Math.fma(sum, r, E_6);
        sum = Math.fma(sum, r, E_5);
        sum = Math.fma(sum, r, E_4);
        sum = Math.fma(sum, r, E_3);
        sum = Math.fma(sum, r, E_2);
        sum = Math.fma(sum, r, 1);
        sum = Math.fma(sum, r, 1);
        // In two factors, neither of which is out of range where the product is not.
        long half = Double.doubleToRawLongBits(Math.fma(x, LOG2_E / 2, ROUND));
        long rest = Double.doubleToRawLongBits(rounded) - half;
        return sum * powerOfTwo(half) * powerOfTwo(rest);
    }

    /** The natural logarithm of a finite {@code x} &gt; 0; −∞ at 0, NaN below. */
    public static double log(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
        }
        boolean tiny = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(tiny ? x * 0x1p54 : x) + ROOT_TO_ONE;
        double m = Double.longBitsToDouble((bits & MANTISSA) + ROOT);
        double power = Double.longBitsToDouble(bits >>> MANTISSA_BITS | ONES) - (0x1p52 + BIAS) - (tiny ? 54 : 0);
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 1.0 / 23;
        sum = Math.fma(sum, square, 1.0 / 21);
        sum = Math.fma(sum, square, 1.0 / 19);
        sum = Math.fma(sum, square, 1.0 / 17);
        sum = Math.fma(sum, square, 1.0 / 15);
        sum = Math.fma(sum, square, 1.0 / 13);
        sum = Math.fma(sum, square, 1.0 / 11);
        sum = Math.fma(sum, square, 1.0 / 9);
        sum = Math.fma(sum, square, 1.0 / 7);
        sum = Math.fma(sum, square, 1.0 / 5);
        sum = Math.fma(sum, square, 1.0 / 3);
        double twice = 2 * s;
        double tail = Math.fma(twice * square, sum, power * LN2_LOW);
        return Math.fma(power, LN2_HIGH, twice + tail);
    }

    /** cos 2π{@code turns}, for |turns| below 2⁵⁰. */
    public static double cosineOfTurns(double turns) {
        double rest = turns - (turns + ROUND - ROUND);
        return sine(2 * Math.PI * (0.25 - Math.abs(rest)));
    }

    /** sin 2π{@code turns}, for |turns| below 2⁵⁰. */
    public static double sineOfTurns(double turns) {
        double rest = turns - (turns + ROUND - ROUND);
        return sine(2 * Math.PI * (Math.abs(rest) > 0.25 ? Math.copySign(0.5, rest) - rest : rest));
    }

    /** The sine of an angle of at most a quarter of a turn. */
    private static double sine(double angle) {
        double square = angle * angle;
        double sum = S_21;
        sum = Math.fma(sum, square, S_19);
        sum = Math.fma(sum, square, S_17);
        sum = Math.fma(sum, square, S_15);
        sum = Math.fma(sum, square, S_13);
        sum = Math.fma(sum, square, S_11);
        sum = Math.fma(sum, square, S_9);
        sum = Math.fma(sum, square, S_7);
        sum = Math.fma(sum, square, S_5);
        sum = Math.fma(sum, square, S_3);
        return Math.fma(angle * square, sum, angle);
    }

    /** The angle of the vector (x, y), from −π to π, to about 4·10⁻¹⁶ in absolute terms; 0 where it has none. */
    public static double angle(double y, double x) {
        double high = Math.max(Math.abs(x), Math.abs(y));
        double low = Math.min(Math.abs(x), Math.abs(y));
        if (high == 0) {
            return 0;
        }
        boolean steep = low > TAN_OF_SIXTEENTH * high;
        double tangent = steep ? (low - high) / (low + high) : low / high;
        double angle = (steep ? Math.PI / 4 : 0) + tangent * even(ATAN, tangent * tangent);
        angle = Math.abs(y) > Math.abs(x) ? Math.PI / 2 - angle : angle;
        return Math.copySign(x < 0 ? Math.PI - angle : angle, y);
    }

    /** 1 / (1 + e^−x). */
    public static double logistic(double x) {
        return 1 / (1 + exp(-x));
    }

    /** The hyperbolic tangent, to about 10⁻¹⁶ in absolute terms. */
    public static double tanh(double x) {
        double e = exp(-2 * Math.abs(x));
        return Math.copySign((1 - e) / (1 + e), x);
    }

    /** ln 2 cosh {@code x}. */
    public static double logTwoCosh(double x) {
        double size = Math.abs(x);
        return size + log(1 + exp(-2 * size));
    }

    /** 2 to the power that the low bits of {@code power} are. */
    private static double powerOfTwo(long power) {
        return Double.longBitsToDouble(power + BIAS << MANTISSA_BITS);
    }

    private static double even(double[] coefficients, double square) {
        double sum = coefficients[coefficients.length - 1];
        for (int k = coefficients.length - 2; k >= 0; k--) {
            sum = Math.fma(sum, square, coefficients[k]);
        }
        return sum;
    }

    /** (−1)^k / (2k + 1) for k = 0, 1, … */
    private static double[] inverseOdds(int count) {
        double[] coefficients = new double[count];
        for (int k = 0; k < count; k++) {
            coefficients[k] = ((k & 1) == 0 ? 1.0 : -1.0) / (2 * k + 1);
        }
        return coefficients;
    }
}
