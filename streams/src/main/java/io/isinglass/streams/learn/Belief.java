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
 * <p>Its step is Newton's on the log posterior: w += P f g, with g the slope of ln p(s) in w·f and P the inverse of the
 * curvature collected so far, which is the online natural gradient, and so sets the size of itself. Ollivier: Online natural
 * gradient as a Kalman filter (2018).
 */
final class Belief implements Memory {

    /*
     * P ← P − P f fᵀ P h / (1 + h fᵀ P f) is the rank-one form of P⁻¹ ← P⁻¹ + h f fᵀ, h = 1 − tanh² the curvature.
     */

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
        double whole = 1 + odds.curvature() * spread;
        double step = odds.slope(spin) / whole;
        double shrink = odds.curvature() / whole;
        for (int row = 0; row < features; row++) {
            means[row] = Math.fma(gain[row], step, means[row]);
        }
        Rows.addOuter(covariance, -shrink, gain);
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
