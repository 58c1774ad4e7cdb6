package io.isinglass.engine.model;

import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The natural parameters θ of a model, one for each of its turned terms, in the model's order. They absorb the inverse
 * temperature. The array is never written to.
 */
public record Couplings(double... values) {

    public Couplings {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new IllegalArgumentException("coupling " + k + " must be finite, was " + values[k]);
            }
        }
    }

    public double at(int k) {
        return values[k];
    }

    /** The same couplings but for number {@code k}. */
    public Couplings with(int k, double value) {
        double[] next = values.clone();
        next[k] = value;
        return new Couplings(next);
    }

    /** Writes these down, bit by bit. */
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, values);
    }

    /** What {@link #save} has written. */
    public static Couplings load(DataInput in) throws IOException {
        return new Couplings(Numerals.numbers(in));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Couplings(double[] others) && Arrays.equals(values, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
