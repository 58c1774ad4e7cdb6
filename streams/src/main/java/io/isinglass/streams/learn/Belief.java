package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.memory.Memory;

/**
 * What is known of the parameters w of one spin with p(s) ∝ exp(s w·f), f the features it depends on, the first of which is 1:
 * a mean and a variance of each, turned by one observation after the other.
 */
sealed interface Belief extends Memory permits FullBelief, DiagonalBelief, TwinnedBelief, SparseBelief {

    /** Newton's steps double the digits that are right; this many are never used up. */
    int STEPS = 64;

    double TOLERANCE = 1e-10;

    /** The mean of w·f. */
    double at(double[] f);

    double mean(int k);

    double variance(int k);

    /** How well its variances hold for the parameters from {@code first} on, before {@code end}, if it knows. */
    default Discord discord(int first, int end) {
        return Discord.NONE;
    }

    /** Lets the first parameter wander: its variance grows. */
    void wander(double variance);

    /** Learns from a spin seen with these features, whose {@link #at} gave these odds. */
    void learn(double spin, double[] f, Odds odds);

    /**
     * Where s z is after a spin was seen, from where it was. Newton's steps go one way from the larger of this and 0, where
     * the slope bends.
     */
    static Odds top(double before, double spread) {
        double z = Math.max(0, before);
        for (int step = 0; step < STEPS; step++) {
            Odds odds = Odds.at(z);
            double off = (z - before - spread * odds.slope(1)) / (1 + spread * odds.curvature());
            z -= off;
            if (Math.abs(off) <= TOLERANCE * (1 + Math.abs(z))) {
                break;
            }
        }
        return Odds.at(z);
    }
}
