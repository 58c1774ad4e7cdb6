package io.isinglass.engine.model;

/**
 * The Gaussians under which the distribution of one site of {@link Phi4} fits: one for every pull h of its neighbours.
 *
 * @param a the coupling of φ²
 * @param b that of φ⁴
 * @param rest A at h = 0
 * @param linear what multiplies δ in the cubic below
 * @param square what multiplies δ²
 * @param perLinear its inverse, as those that follow
 * @param perSquare 1 / {@code square}
 * @param perCentre 1 / 2b; 0 where b is
 */
public record Envelope(
        double a,
        double b,
        double rest,
        double linear,
        double square,
        double perLinear,
        double perSquare,
        double perCentre) {

    /*
     * For any c with A = a + 2bc > 0,
     *
     *     exp(h φ − a φ² − b φ⁴) ∝ exp(h φ − A φ²) · exp(−b (φ² − c)²),
     *
     * so a Gaussian of mean h/2A and variance 1/2A, accepted with the last factor, is exact. The acceptance is largest
     * where c is the Gaussian's own mean of φ²: c = h²/4A² + 1/2A, that is 2A³ − 2aA² − 2bA − bh² = 0. The cubic has
     * one positive root for every a, also for a double well and h = 0, where expanding about the mode would give A = 0.
     * With A = A₀ + δ, A₀ its root at h = 0, it is
     *
     *     δ³ + (3A₀ − a) δ² + (A₀² + b) δ = bh²/2,
     *
     * whose coefficients are all positive. So each term of the left alone bounds δ from above. From the least bound, which
     * is at most twice the root, three of Halley's steps reach it. Any positive number near the root would be as exact;
     * but where b is small and h large, only one very near it is accepted. The second and third root are taken by halving
     * and by thirding the exponent, which no machine rounds otherwise than another.
     */

    /** The numbers that the heat bath draws for each value it tries: two for the value, one to accept it by. */
    public static final int DRAWS_PER_TRY = 3;

    public static final long HALF_OF_BIAS = 0x1FF800DAL;
    public static final long THIRDS_OF_BIAS = 0x2AA00093L;
    public static final long THIRD = 0x55555556L;
    public static final int WORD = 32;

    public static Envelope of(double a, double b) {
        double root = Math.sqrt(a * a + 4 * b);
        double rest = a > 0 ? (a + root) / 2 : 2 * b / (root - a);
        double linear = rest * rest + b;
        double square = 3 * rest - a;
        double perCentre = 2 * b < Double.MIN_NORMAL ? 0 : 1 / (2 * b);
        return new Envelope(a, b, rest, linear, square, 1 / linear, 1 / square, perCentre);
    }

    /** A for this h. */
    public double width(double h) {
        double constant = b / 2 * h * h;
        double delta = Math.min(
                constant * perLinear, Math.min(aboveSquareRoot(constant * perSquare), aboveCubeRoot(constant)));
        delta = nearer(delta, constant);
        delta = nearer(delta, constant);
        return rest + nearer(delta, constant);
    }

    /** One of Halley's steps. */
    private double nearer(double delta, double constant) {
        double value = Math.fma(Math.fma(delta + square, delta, linear), delta, -constant);
        double slope = Math.fma(Math.fma(3, delta, 2 * square), delta, linear);
        double bend = Math.fma(3, delta, square);
        return delta - value * slope / Math.fma(slope, slope, -(value * bend));
    }

    /** c for this A. */
    public double centre(double width) {
        return (width - a) * perCentre;
    }

    private static double aboveSquareRoot(double x) {
        long top = Double.doubleToRawLongBits(x) >>> WORD;
        return Double.longBitsToDouble((top >>> 1) + HALF_OF_BIAS << WORD);
    }

    private static double aboveCubeRoot(double x) {
        long top = Double.doubleToRawLongBits(x) >>> WORD;
        return Double.longBitsToDouble((top * THIRD >>> WORD) + THIRDS_OF_BIAS << WORD);
    }
}
