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
 * @param sites local ones of the sites of a graph: for each turned term that is a sum over sites, in the model's order, a
 *     factor for every site, which it adds to its term so many times; empty: once
 */
public record Couplings(double[] values, double[] bonds, double[] sites) {

    private static final double[] NONE = new double[0];

    /** More terms than any model has: a count beyond it is no count. */
    private static final int MOST = 1 << 10;

    private static final int BEYOND = 1 << 20;

    public Couplings {
        // What was stored before there were local ones has none.
        bonds = bonds == null ? NONE : bonds;
        sites = sites == null ? NONE : sites;
        check("coupling", values);
        check("coupling of bond", bonds);
        check("coupling of site", sites);
    }

    /** Uniform couplings. */
    public Couplings(double... values) {
        this(values, NONE, NONE);
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

    /** Whether bonds or sites have couplings of their own. */
    public boolean isLocal() {
        return bonds.length > 0 || sites.length > 0;
    }

    /** The same couplings but for number {@code k}. */
    public Couplings with(int k, double value) {
        double[] next = values.clone();
        next[k] = value;
        return new Couplings(next, bonds, sites);
    }

    /** The same couplings, but these of the bonds. */
    public Couplings withBonds(double[] local) {
        return new Couplings(values, local, sites);
    }

    /** The same couplings, but these of the sites. */
    public Couplings withSites(double[] local) {
        return new Couplings(values, bonds, local);
    }

    /** Writes these down, bit by bit. */
    public void save(DataOutput out) throws IOException {
        if (!isLocal()) {
            Numerals.write(out, values);
            return;
        }
        // A negative count says that those of bonds follow, one beyond any model's that those of sites do, too: what
        // was
        // written before there were any still reads as it is.
        out.writeInt(-values.length - (sites.length > 0 ? BEYOND : 0));
        Numerals.write(out, values, values.length);
        Numerals.write(out, bonds);
        if (sites.length > 0) {
            Numerals.write(out, sites);
        }
    }

    /** What {@link #save} has written. */
    public static Couplings load(DataInput in) throws IOException {
        long told = in.readInt();
        boolean ofSites = told <= -BEYOND;
        long count = Math.abs(ofSites ? told + BEYOND : told);
        if (count > MOST) {
            throw new Refused("", "memory of %d couplings, expected at most %d".formatted(count, MOST));
        }
        double[] values = new double[(int) count];
        Numerals.read(in, values, values.length);
        double[] bonds = told < 0 ? Numerals.numbers(in) : NONE;
        return new Couplings(values, bonds, ofSites ? Numerals.numbers(in) : NONE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Couplings(double[] others, double[] ofBonds, double[] ofSites)
                        && Arrays.equals(values, others)
                        && Arrays.equals(bonds, ofBonds)
                        && Arrays.equals(sites, ofSites);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(values) + Arrays.hashCode(bonds)) + Arrays.hashCode(sites);
    }

    @Override
    public String toString() {
        return Arrays.toString(values)
                + (bonds.length > 0 ? " and those of " + bonds.length + " bonds" : "")
                + (sites.length > 0 ? " and " + sites.length + " of sites" : "");
    }
}
