package io.isinglass.engine.model;

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
