package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/** What a site may hold. */
public enum Values {
    /** +1 or −1. */
    SPIN,
    /** Any finite real number. */
    REAL;

    /** The 64-bit words in which a patch shows the neighbour beyond a side what it must know before a step. */
    public int edgeWords(Patch patch, Side side) {
        int length = patch.length(side);
        int most = patch.lattice().colours() == 2 ? (length + 1) / 2 : length;
        return this == SPIN ? (most + 63) >>> 6 : most;
    }
}
