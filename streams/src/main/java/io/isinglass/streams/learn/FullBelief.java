package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.math.Rows;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A belief that keeps its whole covariance.
 *
 * <p>Its step goes to the top of the log posterior: w += P f g, with g the slope of ln p(s) in w·f where it arrives, and P the
 * inverse of the curvature collected so far. This is the online natural gradient, and so sets the size of itself. Ollivier:
 * Online natural gradient as a Kalman filter (2018).
 */
final class FullBelief implements Belief {

    /*
     * P ← P − P f fᵀ P h / (1 + h fᵀ P f) is the rank-one form of P⁻¹ ← P⁻¹ + h f fᵀ, h = 1 − tanh² the curvature.
     *
     * The top is on the line w + P f g: with v = fᵀ P f it is at z = w·f + v (s − tanh z). A slope taken where the step
     * begins would go too far where a spin that was hardly expected is seen by a belief that is hardly known.
     */

    private final int features;
    private final double[] means;
    private final double[] covariance;
    private final double[] gain;

    /** A belief before any observation: mean 0, and this covariance, row by row, which it takes over. */
    FullBelief(double[] prior) {
        this(new double[(int) Math.round(Math.sqrt(prior.length))], prior);
    }

    /** A belief with these means and this covariance, row by row, both of which it takes over. */
    FullBelief(double[] means, double[] covariance) {
        this.features = means.length;
        this.means = means;
        this.covariance = covariance;
        this.gain = new double[features];
    }

    /** A belief before any observation, in parameters that come in these groups. */
    static FullBelief of(List<Features.Group> groups) {
        int count = Features.count(groups);
        double[] prior = new double[count * count];
        for (Features.Group group : groups) {
            for (int row = group.from(); row < group.end(); row++) {
                for (int column = group.from(); column < group.end(); column++) {
                    prior[row * count + column] = group.common() + (row == column ? group.own() : 0);
                }
            }
        }
        return new FullBelief(prior);
    }

    @Override
    public double at(double[] f) {
        double sum = 0;
        for (int k = 0; k < features; k++) {
            sum = Math.fma(means[k], f[k], sum);
        }
        return sum;
    }

    @Override
    public double mean(int k) {
        return means[k];
    }

    @Override
    public double variance(int k) {
        return covariance[k * features + k];
    }

    @Override
    public void wander(double variance) {
        covariance[0] += variance;
    }

    @Override
    public void learn(double spin, double[] f, Odds odds) {
        Rows.combine(covariance, f, gain);
        double spread = 0;
        for (int k = 0; k < features; k++) {
            spread = Math.fma(gain[k], f[k], spread);
        }
        Odds then = Belief.top(spin * odds.z(), spread);
        double step = spin * then.slope(1);
        double shrink = then.curvature() / (1 + then.curvature() * spread);
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
