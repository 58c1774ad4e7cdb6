package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.noise.Dice;

/**
 * The values of one chain on one patch, with a halo: the row or column of neighbouring sites beyond each side.
 *
 * <p>The clear form: one double a site, whatever its {@link Values}. A halo cell beyond an open edge holds 0, so that
 * a missing neighbour adds nothing to a bond.
 */
public final class Field {

    private final Patch patch;
    private final Values values;
    private final double[] cells;
    private double[] evidence;

    /** A field of zeros without evidence. */
    public Field(Patch patch, Values values) {
        this.patch = patch;
        this.values = values;
        this.cells = new double[(patch.rows() + 2) * (patch.columns() + 2)];
        this.evidence = new double[0];
    }

    public Patch patch() {
        return patch;
    }

    public Values values() {
        return values;
    }

    /** The value at row {@code y}, column {@code x} of the patch; −1 and the length stand for the halo. */
    public double at(int y, int x) {
        return cells[cell(y, x)];
    }

    public void set(int y, int x, double value) {
        cells[cell(y, x)] = value;
    }

    /** What was seen at a site: a noisy value, or 0 where nothing was. */
    public double evidence(int y, int x) {
        return evidence.length == 0 ? 0 : evidence[y * patch.columns() + x];
    }

    /** Puts evidence on the sites, row by row; an empty array takes it away. The field keeps the array. */
    public void show(double[] seen) {
        if (seen.length != 0 && seen.length != patch.sites()) {
            throw new IllegalArgumentException(
                    "evidence for " + seen.length + " sites, the patch has " + patch.sites());
        }
        evidence = seen;
    }

    /** The evidence as it was put; empty where there is none. */
    public double[] evidence() {
        return evidence;
    }

    /** A cursor over the sites of one colour, row by row, with the dice moved along. */
    public Site sites(int colour, Dice dice) {
        return new Site(this, colour, dice);
    }

    /** The values of one colour along the edge that faces {@code side}, packed: a bit a spin, 64 bits a real. */
    public void packEdge(Side side, int colour, long[] words, int offset) {
        int slot = 0;
        for (int k = 0; k < patch.length(side); k++) {
            int y = along(side, k, patch.rows() - 1, false);
            int x = along(side, k, patch.columns() - 1, true);
            if (colour(y, x) == colour) {
                pack(words, offset, slot++, at(y, x));
            }
        }
    }

    /** Fills the halo beyond {@code side} with the values of one colour, packed by the neighbour's {@link #packEdge}. */
    public void unpackHalo(Side side, int colour, long[] words, int offset) {
        int slot = 0;
        for (int k = 0; k < patch.length(side); k++) {
            int y = along(side, k, patch.rows() - 1, false) + side.down();
            int x = along(side, k, patch.columns() - 1, true) + side.right();
            if (colour(y, x) == colour) {
                set(y, x, unpack(words, offset, slot++));
            }
        }
    }

    /** Words that {@link #packEdge} fills: enough for the colour that has more sites on the edge. */
    public int edgeWords(Side side) {
        int most = (patch.length(side) + 1) / Lattice.COLOURS;
        return values == Values.SPIN ? (most + 63) >>> 6 : most;
    }

    private static int along(Side side, int k, int last, boolean column) {
        if (column == side.isHorizontal()) {
            return k;
        }
        return side == Side.SOUTH || side == Side.EAST ? last : 0;
    }

    private void pack(long[] words, int offset, int slot, double value) {
        if (values == Values.REAL) {
            words[offset + slot] = Double.doubleToRawLongBits(value);
        } else if (value > 0) {
            words[offset + (slot >>> 6)] |= 1L << slot;
        }
    }

    private double unpack(long[] words, int offset, int slot) {
        if (values == Values.REAL) {
            return Double.longBitsToDouble(words[offset + slot]);
        }
        return (words[offset + (slot >>> 6)] >>> slot & 1) != 0 ? 1 : -1;
    }

    private int colour(int y, int x) {
        return Lattice.colour(patch.top() + y, patch.left() + x);
    }

    int cell(int y, int x) {
        return (y + 1) * stride() + x + 1;
    }

    int stride() {
        return patch.columns() + 2;
    }

    double[] cells() {
        return cells;
    }
}
