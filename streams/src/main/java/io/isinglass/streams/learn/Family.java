package io.isinglass.streams.learn;

import io.isinglass.engine.noise.Dice;
import java.util.List;

/** Distributions q of a field that can be sampled at once and whose density is known, told apart by parameters. */
sealed interface Family permits Spins, GaussianChain {

    /** What takes noise from a gradient and leaves its mean. */
    enum Control {

        /** Nothing. */
        NONE,

        /** From the integrand the mean of that of all other samples (leave one out). */
        BASELINE,

        /**
         * Of a score, only the terms of the exponent that know of the site count (Rao and Blackwell), less their mean over the other
         * samples. Along a path, less the score of q, whose mean is 0 (Roeder, Wu, Duvenaud 2017).
         */
        FULL
    }

    /**
     * What samples of q show.
     *
     * @param bounds θ·T − ln q of each
     * @param step the natural gradient of the bound, a number a parameter
     */
    record Look(double[] bounds, double[] step, double variance, double plainVariance) {}

    /** Samples q; a sample is a row of the dice. */
    Look look(Exponent exponent, Dice dice, int samples, Control control);

    /** Goes a part of a natural step, none further in any direction than is sound. */
    void move(double[] step, double rate);

    /** A copy of the parameters. */
    double[] parameters();

    /** Takes these parameters. */
    void take(double[] parameters);

    /** Numbers to tell of q that are exact. */
    List<Reading> readings(Exponent exponent);
}
