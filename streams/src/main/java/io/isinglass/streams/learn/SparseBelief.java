package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A belief that holds those ties at exactly zero of which it does not know enough to tell them from nothing. */
final class SparseBelief implements Belief {

    /*
     * Of a tie with mean m and variance P it holds the w where ½ (w − m)²/P + λ |w|/√P is least: a proximal step in the metric
     * of the belief, w = sign(m) max(0, |m| − λ √P). So λ counts standard errors. As in regularised dual averaging [1] the
     * penalty acts on what all observations together say and not on each step, or no tie would be held at zero for long [2];
     * against the observations it grows as √t, so that a tie that is there loses nothing in the end.
     *
     * [1] Xiao: Dual averaging methods for regularized stochastic learning and online optimization (JMLR 2010)
     * [2] Langford, Li, Zhang: Sparse online learning via truncated gradient (JMLR 2009)
     */

    private final Belief all;
    private final int firstTie;
    private final double strength;

    /** Such a belief, whose ties are the parameters from {@code firstTie} on. */
    SparseBelief(Belief all, int firstTie, double strength) {
        this.all = all;
        this.firstTie = firstTie;
        this.strength = strength;
    }

    @Override
    public double at(double[] f) {
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            sum = Math.fma(mean(k), f[k], sum);
        }
        return sum;
    }

    @Override
    public double mean(int k) {
        double mean = all.mean(k);
        if (k < firstTie) {
            return mean;
        }
        double variance = all.variance(k);
        if (mean * mean <= strength * strength * variance) {
            return 0;
        }
        return mean - Math.copySign(strength * Math.sqrt(variance), mean);
    }

    @Override
    public double variance(int k) {
        return all.variance(k);
    }

    @Override
    public Discord discord(int first, int end) {
        return all.discord(first, end);
    }

    @Override
    public void wander(double variance) {
        all.wander(variance);
    }

    @Override
    public void learn(double spin, double[] f, Odds odds) {
        all.learn(spin, f, Odds.at(all.at(f)));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        all.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        all.load(in);
    }
}
