package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Factors on the couplings, rung by rung from the lowest to the highest. The array is never written to. */
record Ladder(double[] factors) {

    /** A pair that never rejects still keeps its rungs apart. */
    private static final double LEAST_REJECTION = 1e-3;

    /** Rungs in equal steps. */
    static Ladder even(double from, double to, int rungs) {
        double[] factors = new double[rungs];
        for (int rung = 0; rung < rungs; rung++) {
            factors[rung] = between(from, to, (double) rung / (rungs - 1));
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
