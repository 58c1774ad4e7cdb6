package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
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

    /** Learns from a spin seen with these features. */
    void learn(double spin, double[] f) {
        double tanh = Elementary.tanh(at(f));
        double curvature = 1 - tanh * tanh;
        double spread = 0;
        for (int row = 0; row < features; row++) {
            gain[row] = dot(row * features, f);
            spread = Math.fma(gain[row], f[row], spread);
        }
        double whole = 1 + curvature * spread;
        double step = (spin - tanh) / whole;
        double shrink = curvature / whole;
        for (int row = 0; row < features; row++) {
            if (gain[row] == 0) {
                continue;
            }
            means[row] = Math.fma(gain[row], step, means[row]);
            double factor = -shrink * gain[row];
            int at = row * features;
            for (int column = 0; column < features; column++) {
                covariance[at + column] = Math.fma(factor, gain[column], covariance[at + column]);
            }
        }
    }

    /** Four sums side by side: one alone would wait for itself. The order is the same everywhere. */
    private double dot(int at, double[] f) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < features; k += 4) {
            a = Math.fma(covariance[at + k], f[k], a);
            b = Math.fma(covariance[at + k + 1], f[k + 1], b);
            c = Math.fma(covariance[at + k + 2], f[k + 2], c);
            d = Math.fma(covariance[at + k + 3], f[k + 3], d);
        }
        for (; k < features; k++) {
            a = Math.fma(covariance[at + k], f[k], a);
        }
        return a + b + (c + d);
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
