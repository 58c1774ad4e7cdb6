package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/** A cursor over sites of a patch, or over those in a layer along one of its sides; and how values are packed. */
final class Edge {

    private final Patch patch;
    private final int fromY;
    private final int fromX;
    private final int toZ;
    private final int toY;
    private final int toX;
    private int z;
    private int y;
    private int x;

    /**
     * Over the sites that face a side, those just beyond it, or those some way behind it.
     *
     * @param beyond 0 for the patch's own sites that face the side, −1 for those behind them and so on, 1 for those beyond
     */
    Edge(Patch patch, Side side, int beyond) {
        this.patch = patch;
        this.z = from(side.inward(), patch.depth(), beyond);
        this.fromY = from(side.down(), patch.rows(), beyond);
        this.fromX = from(side.right(), patch.columns(), beyond);
        this.toZ = side.inward() == 0 ? patch.depth() : z + 1;
        this.toY = side.down() == 0 ? patch.rows() : fromY + 1;
        this.toX = side.right() == 0 ? patch.columns() : fromX + 1;
        this.y = fromY;
        this.x = fromX - 1;
    }

    /** Over all sites of a patch. */
    Edge(Patch patch) {
        this.patch = patch;
        this.fromY = 0;
        this.fromX = 0;
        this.toZ = patch.depth();
        this.toY = patch.rows();
        this.toX = patch.columns();
        this.x = -1;
    }

    private static int from(int step, int length, int beyond) {
        return step == 0 ? 0 : step < 0 ? -beyond : length - 1 + beyond;
    }

    /** Moves on to the next site, row by row; false after the last one. */
    boolean next() {
        if (++x == toX) {
            x = fromX;
            if (++y == toY) {
                y = fromY;
                z++;
            }
        }
        return z < toZ;
    }

    int z() {
        return z;
    }

    int y() {
        return y;
    }

    int x() {
        return x;
    }

    int colour() {
        return patch.colour(z, y, x);
    }

    static void pack(Values values, long[] words, int offset, int slot, double value) {
        if (values == Values.REAL) {
            words[offset + slot] = Double.doubleToRawLongBits(value);
        } else if (value > 0) {
            words[offset + (slot >>> 6)] |= 1L << slot;
        }
    }

    static double unpack(Values values, long[] words, int offset, int slot) {
        if (values == Values.REAL) {
            return Double.longBitsToDouble(words[offset + slot]);
        }
        return (words[offset + (slot >>> 6)] >>> slot & 1) != 0 ? 1 : -1;
    }
}
