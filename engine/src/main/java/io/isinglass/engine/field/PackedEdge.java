package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/** The sites of one colour in a layer along a side of a packed field, in the order of {@link Edge}. */
final class PackedEdge {

    private final PackedField field;
    private final Patch patch;
    private final int colour;
    private final int fromZ;
    private final int fromY;
    private final int fromX;
    private final int toZ;
    private final int toY;
    private final int toX;

    /** The layer is numbered as in {@link Edge}. */
    PackedEdge(PackedField field, Side side, int beyond, int colour) {
        this.field = field;
        this.patch = field.patch();
        this.colour = colour;
        this.fromZ = from(side.inward(), patch.depth(), beyond);
        this.fromY = from(side.down(), patch.rows(), beyond);
        this.fromX = from(side.right(), patch.columns(), beyond);
        this.toZ = side.inward() == 0 ? patch.depth() : fromZ + 1;
        this.toY = side.down() == 0 ? patch.rows() : fromY + 1;
        this.toX = side.right() == 0 ? patch.columns() : fromX + 1;
    }

    private static int from(int step, int length, int beyond) {
        return step == 0 ? 0 : step < 0 ? -beyond : length - 1 + beyond;
    }

    /** Writes them as bits, the first in the lowest bit of word {@code offset}, which must be 0 as must those behind. */
    void pack(long[] edge, int offset) {
        if (toX - fromX == 1) {
            packColumn(edge, offset);
            return;
        }
        long[] bits = field.bits(colour);
        long slot = (long) offset << 6;
        for (int z = fromZ; z < toZ; z++) {
            for (int y = fromY; y < toY; y++) {
                int x = first(z, y);
                long at = at(z, y, x);
                for (int left = toX - x + 1 >> 1; left > 0; ) {
                    int count = count(left, at, slot);
                    edge[(int) (slot >> 6)] |= (bits[(int) (at >> 6)] >>> at & -1L >>> -count) << slot;
                    at += count;
                    slot += count;
                    left -= count;
                }
            }
        }
    }

    /** One column, of which every other row has a site of the colour. */
    private void packColumn(long[] edge, int offset) {
        long[] bits = field.bits(colour);
        int column = patch.left() + fromX >> 1;
        long slot = (long) offset << 6;
        for (int z = fromZ; z < toZ; z++) {
            int y = firstRow(z);
            int at = field.start(z, y) + field.wordOf(patch.left() + fromX);
            for (; y < toY; y += 2, slot++, at += 2 * field.words()) {
                edge[(int) (slot >> 6)] |= (bits[at] >>> column & 1) << slot;
            }
        }
    }

    private int firstRow(int z) {
        return fromY + (first(z, fromY) - fromX);
    }

    /** The same from what another wrote. */
    private void unpackColumn(long[] edge, int offset) {
        int word = field.wordOf(patch.left() + fromX);
        long slot = (long) offset << 6;
        for (int z = fromZ; z < toZ; z++) {
            for (int y = firstRow(z); y < toY; y += 2, slot++) {
                field.set(colour, z, y, word, patch.left() + fromX, edge[(int) (slot >> 6)] >>> slot & 1);
            }
        }
    }

    /** Sets them to what another wrote by {@link #pack}. */
    void unpack(long[] edge, int offset) {
        if (toX - fromX == 1) {
            unpackColumn(edge, offset);
            return;
        }
        long[] bits = field.bits(colour);
        long slot = (long) offset << 6;
        for (int z = fromZ; z < toZ; z++) {
            for (int y = fromY; y < toY; y++) {
                int x = first(z, y);
                long at = at(z, y, x);
                for (int left = toX - x + 1 >> 1; left > 0; ) {
                    int count = count(left, at, slot);
                    long mask = -1L >>> -count << at;
                    int word = (int) (at >> 6);
                    bits[word] = bits[word] & ~mask | edge[(int) (slot >> 6)] >>> slot << at & mask;
                    at += count;
                    slot += count;
                    left -= count;
                }
            }
        }
    }

    /** The first of their columns in a row; beyond the last of the side, if the row has none. */
    private int first(int z, int y) {
        return fromX + (patch.left() + fromX + field.parity(z, y, colour) & 1);
    }

    private long at(int z, int y, int x) {
        return ((long) field.start(z, y) - field.first() << 6) + (patch.left() + x >> 1);
    }

    /** How many bits of a run lie in one word both here and there. */
    private static int count(int left, long at, long slot) {
        return (int) Math.min(left, 64 - Math.max(at & 63, slot & 63));
    }
}
