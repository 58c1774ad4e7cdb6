package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A belief with a twin, which learns from each observation twice or not at all, by lot: what it believes is as far from what the
 * belief does as that is from the truth, in the mean of squares. So it says how wrong the belief is about its own errors.
 */
final class TwinnedBelief implements Belief {

    /*
     * Observations that count as often as the lot says, once in the mean and with variance 1, are a bootstrap [1] that needs to keep
     * no observation; weights of 2 and 0 are those of a random half [2].
     *
     * [1] Oza & Russell: Online bagging and boosting (AISTATS 2001)
     * [2] Præstgaard & Wellner: Exchangeably weighted bootstraps of the general empirical process (Annals of Probability 1993)
     */

    private final Belief own;
    private final Belief twin;
    private final Lot lot;
    private long observations;

    /** What draws lots for a twin: the noise, which knows it by its number. */
    record Lot(Noise noise, int number) {

        boolean counts(long observation) {
            Dice dice = noise.dice(number, observation, Noise.LEARNER);
            dice.row(0);
            return dice.below(0, 0.5);
        }
    }

    /** A belief and a twin that believes the same before any observation. */
    TwinnedBelief(Belief own, Belief twin, Lot lot) {
        this.own = own;
        this.twin = twin;
        this.lot = lot;
    }

    @Override
    public Discord discord(int first, int end) {
        double apart = 0;
        double told = 0;
        for (int k = first; k < end; k++) {
            double difference = twin.mean(k) - own.mean(k);
            apart = Math.fma(difference, difference, apart);
            told += own.variance(k);
        }
        return new Discord(apart, told);
    }

    @Override
    public double at(double[] f) {
        return own.at(f);
    }

    @Override
    public double mean(int k) {
        return own.mean(k);
    }

    @Override
    public double variance(int k) {
        return own.variance(k);
    }

    @Override
    public void wander(double variance) {
        own.wander(variance);
        twin.wander(variance);
    }

    @Override
    public void learn(double spin, double[] f, Odds odds) {
        own.learn(spin, f, odds);
        if (lot.counts(observations++)) {
            twin.learn(spin, f, Odds.at(twin.at(f)));
            twin.learn(spin, f, Odds.at(twin.at(f)));
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        own.save(out);
        twin.save(out);
        out.writeLong(observations);
    }

    @Override
    public void load(DataInput in) throws IOException {
        own.load(in);
        twin.load(in);
        observations = in.readLong();
    }
}
