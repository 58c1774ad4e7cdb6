package io.isinglass.engine.math;

/**
 * Elementary functions with the same bits on every machine, in scalar and in vector form: polynomials in fused
 * multiply-adds, with errors of the order of one unit in the last place.
 */
public final class Elementary {

    /*
     * exp and log reduce by powers of two with ln 2 in two parts (Cody and Waite), then sum the Taylor series of e^r,
     * |r| ≤ ln 2 / 2, or that of 2 artanh. The cosine takes its angle in turns, so that its reduction is exact. The angle
     * of a vector is turned back by an eighth of a turn where it is more than a sixteenth: then the series of arctan
     * has an argument of at most √2 − 1.
     */

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
    private static final double LARGEST_EXPONENT = 709.782712893384;
    private static final double SMALLEST_EXPONENT = -745.1332191019412;
    private static final double[] EXP = inverseFactorials(13, 0, 1, 1);
    private static final double[] COS = inverseFactorials(16, 0, 2, -1);
    private static final double[] SIN = inverseFactorials(17, 1, 2, -1);
    private static final double[] ATAN = inverseOdds(21);
    private static final double TAN_OF_SIXTEENTH = 0.41421356237309503;
    private static final int ARTANH_TERMS = 12;

    private Elementary() {}

    /** e to the power {@code x}; +∞ above 709.78…, 0 below −745.13…. */
    public static double exp(double x) {
        if (!(x <= LARGEST_EXPONENT)) {
            return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
        }
        if (x < SMALLEST_EXPONENT) {
            return 0;
        }
        double power = Math.rint(x * LOG2_E);
        double r = Math.fma(-power, LN2_LOW, Math.fma(-power, LN2_HIGH, x));
        double sum = EXP[13];
        for (int k = 12; k >= 0; k--) {
            sum = Math.fma(sum, r, EXP[k]);
        }
        return scale(sum, (int) power);
    }

    /** The natural logarithm of a finite {@code x} &gt; 0; −∞ at 0, NaN below. */
    public static double log(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
        }
        int power = 0;
        double m = x;
        if (m < Double.MIN_NORMAL) {
            m *= 0x1p54;
            power = -54;
        }
        long bits = Double.doubleToRawLongBits(m);
        power += (int) (bits >>> 52) - 1023;
        m = Double.longBitsToDouble(bits & 0x000FFFFFFFFFFFFFL | 0x3FF0000000000000L);
        if (m > 1.4142135623730951) {
            m *= 0.5;
            power++;
        }
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 0;
        for (int k = ARTANH_TERMS - 1; k >= 1; k--) {
            sum = Math.fma(sum, square, 1.0 / (2 * k + 1));
        }
        double twice = 2 * s;
        double tail = Math.fma(twice * square, sum, power * LN2_LOW);
        return Math.fma(power, LN2_HIGH, twice + tail);
    }

    /** cos 2π{@code turns}, for |turns| below 2⁵⁰. */
    public static double cosineOfTurns(double turns) {
        double rest = turns - Math.rint(turns);
        double quarters = Math.rint(4 * rest);
        return cosine(2 * Math.PI * (rest - quarters / 4), (int) quarters);
    }

    /** sin 2π{@code turns}, for |turns| below 2⁵⁰. */
    public static double sineOfTurns(double turns) {
        double rest = turns - Math.rint(turns);
        double quarters = Math.rint(4 * rest);
        return cosine(2 * Math.PI * (rest - quarters / 4), (int) quarters - 1);
    }

    /** The cosine of an angle of at most an eighth of a turn and so many quarters. */
    private static double cosine(double angle, int quarters) {
        double square = angle * angle;
        return switch (quarters & 3) {
            case 0 -> even(COS, square);
            case 1 -> -angle * even(SIN, square);
            case 2 -> -even(COS, square);
            default -> angle * even(SIN, square);
        };
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

    private static double even(double[] coefficients, double square) {
        double sum = coefficients[coefficients.length - 1];
        for (int k = coefficients.length - 2; k >= 0; k--) {
            sum = Math.fma(sum, square, coefficients[k]);
        }
        return sum;
    }

    private static double scale(double sum, int power) {
        if (power > -1000) {
            return power > 1000 ? sum * 0x1p1000 * powerOfTwo(power - 1000) : sum * powerOfTwo(power);
        }
        return sum * powerOfTwo(power + 100) * 0x1p-100;
    }

    private static double powerOfTwo(int power) {
        return Double.longBitsToDouble((long) (power + 1023) << 52);
    }

    /** (±1)^j / k! for k = first, first + step, … up to last. */
    private static double[] inverseFactorials(int last, int first, int step, int sign) {
        double[] coefficients = new double[(last - first) / step + 1];
        double factorial = 1;
        double alternating = 1;
        for (int k = 0, at = 0; k <= last; k++) {
            factorial *= Math.max(1, k);
            if (k >= first && (k - first) % step == 0) {
                coefficients[at++] = alternating / factorial;
                alternating *= sign;
            }
        }
        return coefficients;
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
