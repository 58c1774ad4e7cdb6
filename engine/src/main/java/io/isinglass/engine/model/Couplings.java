package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The natural parameters θ of a model, one for each of its turned terms, in the model's order. They absorb the inverse
 * temperature. The arrays are never written to.
 *
 * @param values the uniform ones: each multiplies the whole of its term
 * @param bonds local ones, which a graph then has instead of the weights of its bonds, in the order of {@link
 *     io.isinglass.engine.lattice.Graph#bond}; empty: it keeps its own
 */
public record Couplings(double[] values, double[] bonds) {

    private static final double[] NONE = new double[0];

    /** More terms than any model has: a count beyond it is no count. */
    private static final int MOST = 1 << 10;

    public Couplings {
        // What was stored before there were local ones has none.
        bonds = bonds == null ? NONE : bonds;
        check("coupling", values);
        check("coupling of bond", bonds);
    }

    /** Uniform couplings. */
    public Couplings(double... values) {
        this(values, NONE);
    }

    private static void check(String what, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new IllegalArgumentException(what + " " + k + " must be finite, was " + values[k]);
            }
        }
    }

    public double at(int k) {
        return values[k];
    }

    /** Whether bonds have couplings of their own. */
    public boolean isLocal() {
        return bonds.length > 0;
    }

    /** The same couplings but for number {@code k}. */
    public Couplings with(int k, double value) {
        double[] next = values.clone();
        next[k] = value;
        return new Couplings(next, bonds);
    }

    /** The same uniform couplings, and these of the bonds. */
    public Couplings withBonds(double[] local) {
        return new Couplings(values, local);
    }

    /** Writes these down, bit by bit. */
    public void save(DataOutput out) throws IOException {
        if (!isLocal()) {
            Numerals.write(out, values);
            return;
        }
        // A negative count says that local ones follow: what was written before there were any still reads as it is.
        out.writeInt(-values.length);
        Numerals.write(out, values, values.length);
        Numerals.write(out, bonds);
    }

    /** What {@link #save} has written. */
    public static Couplings load(DataInput in) throws IOException {
        int count = in.readInt();
        if (Math.abs((long) count) > MOST) {
            throw new Refused(
                    "", "memory of %d couplings, expected at most %d".formatted(Math.abs((long) count), MOST));
        }
        double[] values = new double[Math.abs(count)];
        Numerals.read(in, values, values.length);
        return count < 0 ? new Couplings(values, Numerals.numbers(in)) : new Couplings(values);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Couplings(double[] others, double[] local)
                        && Arrays.equals(values, others)
                        && Arrays.equals(bonds, local);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(bonds);
    }

    @Override
    public String toString() {
        return Arrays.toString(values) + (isLocal() ? " and those of " + bonds.length + " bonds" : "");
    }
}
