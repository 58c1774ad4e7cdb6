package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.Arrays;

/**
 * Spins that were not seen, given those that were: p(s) ∝ exp(½ s J s + s f), of which all states are gone through where there
 * are few, and chains are swept where there are many.
 */
final class MissingSpins {

    /*
     * Chains begin independently and never meet, so that what they differ by is an honest error even where each of them is
     * caught in some part of the states. Their means are those of the conditional means, which scatter less than spins do.
     */

    /** More spins have too many states to be gone through. */
    static final int MOST_EXACT = 12;

    static final int CHAINS = 64;
    static final int SETTLING = 64;
    static final int SWEEPS = 256;

    private final double[] fields;
    private final int[][] others;
    private final double[][] couplings;

    /**
     * What is said of them.
     *
     * @param up for each the probability of +1
     * @param errors standard errors of these, 0 where they are exact
     * @param logZ ln of the sum of all exp, NaN where it is not known
     * @param drawn a state by chance
     */
    record Said(double[] up, double[] errors, double logZ, double[] drawn) {}

    /** Spins in these fields, each with its neighbours among them and the couplings to these. */
    MissingSpins(double[] fields, int[][] others, double[][] couplings) {
        this.fields = fields;
        this.others = others;
        this.couplings = couplings;
    }

    boolean isExact() {
        return fields.length <= MOST_EXACT;
    }

    /** How many couplings are gone through to say it. */
    long work() {
        long bonds = Arrays.stream(others).mapToLong(each -> 1 + each.length).sum();
        return isExact() ? bonds << fields.length : bonds * CHAINS * (SETTLING + SWEEPS);
    }

    /** Says it, the record being the one of this number under the seed of the noise. */
    Said said(Noise noise, int record) {
        return isExact() ? exact(noise, record) : sampled(noise, record);
    }

    private double pull(int spin, double[] state) {
        double z = fields[spin];
        for (int k = 0; k < others[spin].length; k++) {
            z = Math.fma(couplings[spin][k], state[others[spin][k]], z);
        }
        return z;
    }

    /** By all states, each of which differs from the one before by a spin (Gray's code). */
    private Said exact(Noise noise, int record) {
        int states = 1 << fields.length;
        double[] exponents = new double[states];
        double[] state = new double[fields.length];
        Arrays.fill(state, -1);
        int bits = 0;
        for (int spin = 0; spin < state.length; spin++) {
            // Half of a coupling counts from either end.
            exponents[0] -= (pull(spin, state) + fields[spin]) / 2;
        }
        for (int step = 1; step < states; step++) {
            int spin = Integer.numberOfTrailingZeros(step);
            double change = -2 * state[spin] * pull(spin, state);
            double before = exponents[bits];
            state[spin] = -state[spin];
            bits ^= 1 << spin;
            exponents[bits] = before + change;
        }
        double top = Arrays.stream(exponents).max().orElseThrow();
        double[] up = new double[state.length];
        double sum = 0;
        for (int at = 0; at < states; at++) {
            exponents[at] = Elementary.exp(exponents[at] - top);
            sum += exponents[at];
            for (int spin = 0; spin < up.length; spin++) {
                up[spin] += (at >> spin & 1) * exponents[at];
            }
        }
        for (int spin = 0; spin < up.length; spin++) {
            up[spin] /= sum;
        }
        return new Said(up, new double[up.length], top + Elementary.log(sum), drawn(exponents, sum, noise, record));
    }

    private double[] drawn(double[] weights, double sum, Noise noise, int record) {
        Dice dice = noise.dice(0, 0, Noise.ANSWERS);
        dice.row(record);
        double left = dice.uniform(0, 0) * sum;
        int chosen = 0;
        while (chosen < weights.length - 1 && (left -= weights[chosen]) >= 0) {
            chosen++;
        }
        double[] drawn = new double[fields.length];
        for (int spin = 0; spin < drawn.length; spin++) {
            drawn[spin] = (chosen >> spin & 1) == 1 ? 1 : -1;
        }
        return drawn;
    }

    /** By chains. */
    Said sampled(Noise noise, int record) {
        double[] sums = new double[fields.length];
        double[] squares = new double[fields.length];
        double[] first = new double[fields.length];
        for (int chain = 0; chain < CHAINS; chain++) {
            double[] state = new double[fields.length];
            double[] up = new double[fields.length];
            sweep(noise, record, chain, state, up);
            for (int spin = 0; spin < up.length; spin++) {
                sums[spin] += up[spin] / CHAINS;
                squares[spin] += up[spin] * up[spin] / CHAINS;
            }
            first = chain == 0 ? state : first;
        }
        double[] errors = new double[fields.length];
        Arrays.setAll(errors, spin -> Math.sqrt(Math.max(0, squares[spin] - sums[spin] * sums[spin]) / (CHAINS - 1)));
        return new Said(sums, errors, Double.NaN, first);
    }

    private void sweep(Noise noise, int record, int chain, double[] state, double[] up) {
        for (int sweep = 0; sweep <= SETTLING + SWEEPS; sweep++) {
            Dice dice = noise.dice(chain, sweep, Noise.ANSWERS);
            dice.row(record);
            for (int spin = 0; spin < state.length; spin++) {
                // It begins with fair coins.
                double chance = sweep == 0 ? 0.5 : Elementary.logistic(2 * pull(spin, state));
                up[spin] += sweep > SETTLING ? chance / SWEEPS : 0;
                state[spin] = dice.uniform(spin, 0) < chance ? 1 : -1;
            }
        }
    }
}
