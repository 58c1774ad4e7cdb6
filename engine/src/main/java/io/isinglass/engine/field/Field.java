package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/**
 * The values of one chain on one patch, with a halo: the neighbouring sites beyond each side.
 *
 * <p>How they are held is the affair of the kernel that moves them; {@link ClearField} is the plain way.
 */
public interface Field {

    Patch patch();

    Values values();

    /** The value at plane {@code z}, row {@code y}, column {@code x} of the patch; −1 and the length stand for the halo. */
    double at(int z, int y, int x);

    void set(int z, int y, int x, double value);

    /** The evidence as it was put, row by row; empty where there is none. The array is never written to. */
    double[] evidence();

    /** Puts evidence on the sites, row by row; an empty array takes it away. The field keeps the array. */
    void show(double[] seen);

    /** The values of all colours but {@code moving} that face {@code side}, packed: a bit a spin, 64 bits a real. */
    default void packEdge(Side side, int moving, long[] words, int offset) {
        packLayer(side, 0, moving, words, offset);
    }

    /** Fills the halo beyond {@code side} with what the neighbour packed by {@link #packEdge}. */
    default void unpackHalo(Side side, int moving, long[] words, int offset) {
        unpackLayer(side, 1, moving, words, offset);
    }

    /**
     * The same of the sites in a layer along a side.
     *
     * @param beyond 0 for the sites that face the side, −1 for those behind them and so on, 1 for the halo
     */
    default void packLayer(Side side, int beyond, int moving, long[] words, int offset) {
        Edge edge = new Edge(patch(), side, beyond);
        for (int slot = 0; edge.next(); ) {
            if (edge.colour() != moving) {
                Edge.pack(values(), words, offset, slot++, at(edge.z(), edge.y(), edge.x()));
            }
        }
    }

    /** Takes what was packed by {@link #packLayer} into a layer. */
    default void unpackLayer(Side side, int beyond, int moving, long[] words, int offset) {
        Edge edge = new Edge(patch(), side, beyond);
        for (int slot = 0; edge.next(); ) {
            if (edge.colour() != moving) {
                set(edge.z(), edge.y(), edge.x(), Edge.unpack(values(), words, offset, slot++));
            }
        }
    }

    /** Words that {@link #packEdge} fills: enough for whichever colour is about to move. */
    default int edgeWords(Side side) {
        return values().edgeWords(patch(), side);
    }
}
