package io.isinglass.engine.math;

/**
 * What is expected of a spin s = ±1 with p(s) ∝ exp(s z).
 *
 * @param less the chance of the value that is expected less, 0..½
 * @param log −ln of the chance of the other
 */
public record Odds(double z, double less, double log) {

    /** The odds at this z: one exponential and one logarithm, from which all else follows. */
    public static Odds at(double z) {
        double ratio = Elementary.exp(-2 * Math.abs(z));
        return new Odds(z, ratio / (1 + ratio), Elementary.log(1 + ratio));
    }

    /** −ln p(s) of what was seen. */
    public double surprise(double spin) {
        return spin * z < 0 ? 2 * Math.abs(z) + log : log;
    }

    /** The surprise in the mean where p is right: the entropy of the spin. */
    public double entropy() {
        return log + 2 * Math.abs(z) * less;
    }

    /** The slope of ln p(s) in z: s − tanh z. */
    public double slope(double spin) {
        return 2 * spin * (spin * z < 0 ? 1 - less : less);
    }

    /** Minus the second derivative of ln p(s) in z: 1 − tanh² z. */
    public double curvature() {
        return 4 * less * (1 - less);
    }

    /** The surprise and the slope of one spin under each of several z. */
    public static void of(double spin, double[] z, double[] surprises, double[] slopes) {
        if (VectorUnit.isPresent()) {
            VectorOdds.of(spin, z, surprises, slopes);
        } else {
            of(spin, z, surprises, slopes, 0);
        }
    }

    /** The same from the {@code first} z on. */
    static void of(double spin, double[] z, double[] surprises, double[] slopes, int first) {
        for (int k = first; k < z.length; k++) {
            Odds odds = at(z[k]);
            surprises[k] = odds.surprise(spin);
            slopes[k] = odds.slope(spin);
        }
    }
}
