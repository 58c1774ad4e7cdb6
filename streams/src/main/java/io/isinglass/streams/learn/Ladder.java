package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;

/**
 * Factors on the couplings, rung by rung from the lowest to the highest, and how neighbours on them exchange. The array is
 * never written to.
 *
 * <p>Two neighbours, at f and f′, exchange with probability min(1, exp((f − f′)(E′ − E))), f E and f′ E′ the exponents of their
 * states as they stand, which leaves the product of all distributions in place (Hukushima, Nemoto: Exchange Monte Carlo,
 * 1996).
 */
record Ladder(double[] factors) {

    /** A pair that never rejects still keeps its rungs apart. */
    private static final double LEAST_REJECTION = 1e-3;

    /** Rungs in equal steps; a single one is at {@code to}. */
    static Ladder even(double from, double to, int rungs) {
        double[] factors = new double[rungs];
        for (int rung = 0; rung < rungs; rung++) {
            factors[rung] = between(from, to, rung == rungs - 1 ? 1 : (double) rung / (rungs - 1));
        }
        return new Ladder(factors);
    }

    private static double between(double from, double to, double part) {
        return part == 1 ? to : Math.fma(part, to - from, from);
    }

    /** Writes the factors down. */
    void save(DataOutput out) throws IOException {
        Numerals.write(out, factors, factors.length);
    }

    /** What a ladder of so many rungs has written. */
    static Ladder load(DataInput in, int rungs) throws IOException {
        double[] factors = new double[rungs];
        Numerals.read(in, factors, rungs);
        return new Ladder(factors);
    }

    int rungs() {
        return factors.length;
    }

    double at(int rung) {
        return factors[rung];
    }

    /** The chance of each pair of neighbours, given what their factors multiply, rung by rung. */
    double[] chances(double[] exponents) {
        double[] chances = new double[rungs() - 1];
        for (int pair = 0; pair < chances.length; pair++) {
            double gain = exponents[pair + 1] - exponents[pair];
            chances[pair] = Elementary.exp(Math.min(0, (at(pair) - at(pair + 1)) * gain));
        }
        return chances;
    }

    /**
     * Exchanges every second pair, by its chance.
     *
     * @param first the first of them, 0 or 1
     * @param lots a number in 0..1 for each pair, by chance
     */
    static void exchange(double[] chances, int first, IntToDoubleFunction lots, IntConsumer swap) {
        for (int pair = first; pair < chances.length; pair += 2) {
            if (lots.applyAsDouble(pair) < chances[pair]) {
                swap.accept(pair);
            }
        }
    }

    /**
     * The ladder with the same ends and as many rungs on which all pairs reject alike, given the share that each pair of
     * neighbours rejects on this one.
     *
     * <p>What is rejected up to a factor f adds up to Λ(f), the local communication barrier; the new rungs cut Λ in equal
     * parts, with Λ linear in between (Syed, Bouchard-Côté, Deligiannidis, Doucet: Non-reversible parallel tempering,
     * 2021, algorithm 2).
     */
    Ladder turned(double[] rejections) {
        double[] barrier = new double[rungs()];
        for (int rung = 1; rung < rungs(); rung++) {
            barrier[rung] = barrier[rung - 1] + Math.max(LEAST_REJECTION, rejections[rung - 1]);
        }
        double[] next = factors.clone();
        int below = 0;
        for (int rung = 1; rung < rungs() - 1; rung++) {
            double wanted = barrier[rungs() - 1] * rung / (rungs() - 1);
            while (barrier[below + 1] < wanted) {
                below++;
            }
            double part = (wanted - barrier[below]) / (barrier[below + 1] - barrier[below]);
            next[rung] = between(factors[below], factors[below + 1], part);
        }
        return new Ladder(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ladder(double[] others) && Arrays.equals(factors, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(factors);
    }

    @Override
    public String toString() {
        return Arrays.toString(factors);
    }
}
