package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.math.Rows;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A belief that keeps a variance for each parameter and none of the covariances: what it knows takes as much room as there are
 * parameters, not their square.
 *
 * <p>After each observation it forgets how the parameters have come to err together: assumed-density filtering (Opper: A Bayesian
 * approach to on-line learning, 1998; Minka: A family of algorithms for approximate Bayesian inference, 2001).
 */
final class DiagonalBelief implements Belief {

    /*
     * Of P ← P − P f fᵀ P h / (1 + h v), v = fᵀ P f, the diagonal is kept. A variance that fell by h f² P² instead, as that of
     * a parameter whose fellows are known, would let each of n features take all that a record tells for itself; so they
     * share it. And a step goes to the top of the log posterior on its line, as in FullBelief: however large the features are
     * and however much they go together, it does not leap over.
     *
     * What a group has in common is one more parameter, of the sum of its features: the one direction in which features that
     * go together say most is then known by itself.
     */

    private final List<Features.Group> groups;
    private final double[] means;
    private final double[] variances;
    private final double[] common;
    private final double[] gain;

    /** A belief before any observation, in parameters that come in these groups. */
    DiagonalBelief(List<Features.Group> groups) {
        int features = Features.count(groups);
        this.groups = groups;
        this.means = new double[features];
        this.variances = new double[features];
        this.common = new double[groups.size()];
        this.gain = new double[features];
        for (int index = 0; index < common.length; index++) {
            Features.Group group = groups.get(index);
            Arrays.fill(variances, group.from(), group.end(), group.own());
            common[index] = group.common();
        }
    }

    @Override
    public double at(double[] f) {
        return Rows.product(means, f, 0, means.length);
    }

    @Override
    public double mean(int k) {
        return means[k];
    }

    @Override
    public double variance(int k) {
        int index = 0;
        while (groups.get(index).end() <= k) {
            index++;
        }
        return variances[k] + common[index];
    }

    @Override
    public void wander(double variance) {
        variances[0] += variance;
    }

    @Override
    public void learn(double spin, double[] f, Odds odds) {
        for (int k = 0; k < gain.length; k++) {
            gain[k] = variances[k] * f[k];
        }
        double spread = Rows.product(gain, f, 0, f.length);
        double[] sums = new double[common.length];
        for (int index = 0; index < common.length; index++) {
            if (common[index] > 0) {
                sums[index] =
                        Rows.sum(f, groups.get(index).from(), groups.get(index).end());
                spread = Math.fma(common[index] * sums[index], sums[index], spread);
            }
        }
        Odds then = Belief.top(spin * odds.z(), spread);
        double step = spin * then.slope(1);
        double shrink = then.curvature() / (1 + then.curvature() * spread);
        for (int index = 0; index < common.length; index++) {
            double shared = common[index] * sums[index];
            turn(groups.get(index), step, step * shared, shrink);
            common[index] = Math.fma(-shrink * shared, shared, common[index]);
        }
    }

    private void turn(Features.Group group, double step, double shared, double shrink) {
        for (int k = group.from(); k < group.end(); k++) {
            means[k] = Math.fma(gain[k], step, means[k] + shared);
            variances[k] = Math.fma(-shrink * gain[k], gain[k], variances[k]);
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (double[] each : new double[][] {means, variances, common}) {
            Numerals.write(out, each, each.length);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (double[] each : new double[][] {means, variances, common}) {
            Numerals.read(in, each, each.length);
        }
    }
}
