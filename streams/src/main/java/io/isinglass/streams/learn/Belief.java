package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.math.Rows;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is known of the parameters w of one spin with p(s) ∝ exp(s w·f), f the features it depends on: a Gaussian, turned by
 * one observation after the other.
 *
 * <p>Its step goes to the top of the log posterior: w += P f g, with g the slope of ln p(s) in w·f where it arrives, and P the
 * inverse of the curvature collected so far. This is the online natural gradient, and so sets the size of itself. Ollivier:
 * Online natural gradient as a Kalman filter (2018).
 */
final class Belief implements Memory {

    /*
     * P ← P − P f fᵀ P h / (1 + h fᵀ P f) is the rank-one form of P⁻¹ ← P⁻¹ + h f fᵀ, h = 1 − tanh² the curvature.
     *
     * The top is on the line w + P f g: with v = fᵀ P f it is at z = w·f + v (s − tanh z). A slope taken where the step
     * begins would go too far where a spin that was hardly expected is seen by a belief that is hardly known.
     */

    /** Newton's steps double the digits that are right; this many are never used up. */
    private static final int STEPS = 64;

    private static final double TOLERANCE = 1e-10;

    private final int features;
    private final double[] means;
    private final double[] covariance;
    private final double[] gain;

    /** A belief before any observation: mean 0, and this covariance, row by row, which it takes over. */
    Belief(double[] prior) {
        this.features = (int) Math.round(Math.sqrt(prior.length));
        this.means = new double[features];
        this.covariance = prior;
        this.gain = new double[features];
    }

    /** The mean of w·f. */
    double at(double[] f) {
        double sum = 0;
        for (int k = 0; k < features; k++) {
            sum = Math.fma(means[k], f[k], sum);
        }
        return sum;
    }

    double mean(int k) {
        return means[k];
    }

    double variance(int k) {
        return covariance[k * features + k];
    }

    /** Lets a parameter wander: its variance grows. */
    void wander(int k, double variance) {
        covariance[k * features + k] += variance;
    }

    /** Learns from a spin seen with these features, whose {@link #at} gave these odds. */
    void learn(double spin, double[] f, Odds odds) {
        Rows.combine(covariance, f, gain);
        double spread = 0;
        for (int k = 0; k < features; k++) {
            spread = Math.fma(gain[k], f[k], spread);
        }
        Odds then = top(spin * odds.z(), spread);
        double step = spin * then.slope(1);
        double shrink = then.curvature() / (1 + then.curvature() * spread);
        for (int row = 0; row < features; row++) {
            means[row] = Math.fma(gain[row], step, means[row]);
        }
        Rows.addOuter(covariance, -shrink, gain);
    }

    /**
     * Where s z is after a spin was seen, from where it was. Newton's steps go one way from the larger of this and 0, where
     * the slope bends.
     */
    private static Odds top(double before, double spread) {
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

    @Override
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, means, features);
        Numerals.write(out, covariance, covariance.length);
    }

    @Override
    public void load(DataInput in) throws IOException {
        Numerals.read(in, means, features);
        Numerals.read(in, covariance, covariance.length);
    }
}
