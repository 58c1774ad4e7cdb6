package io.isinglass.engine.block;

import io.isinglass.engine.kernel.ByRows;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/**
 * How many rows the blocks of a cut show each other at a time, and so before every how many steps: as many as cost little to
 * move twice. It follows from what is moved alone, and so is the same on every node and after every recovery.
 */
public final class Reach {

    /** Rows of a block for each row that it moves besides its own, in a step, on the average. */
    private static final int ROWS_A_ROW = 64;

    /** The most words that are shown across a side at a time: several such edges share a frame. */
    private static final int MOST_WORDS = 1 << 13;

    private static final int MOST = 16;

    private Reach() {}

    /**
     * The reach of blocks whose chains have no evidence; whole sweeps of two steps, or 1.
     *
     * @param sweeps after which blocks show each other their edges at all events
     */
    public static int of(Cut cut, Dynamics dynamics, int chains, int sweeps) {
        if (!isStrips(cut) || !(dynamics.kernel() instanceof ByRows)) {
            return 1;
        }
        Patch patch = cut.patch(0);
        long words = (long) dynamics.model().values().edgeWords(patch, Side.NORTH) * chains;
        int reach = 1;
        for (int next = 2; next <= Math.min(MOST, 2L * sweeps) && fits(next, patch.rows(), words); next += 2) {
            reach = next;
        }
        return reach;
    }

    /** Whether blocks have neighbours in the north and in the south alone, and rows of two colours. */
    private static boolean isStrips(Cut cut) {
        return cut.down() > 1
                && cut.across() == 1
                && cut.deep() == 1
                && cut.lattice().colours() == 2;
    }

    private static boolean fits(int reach, int rows, long words) {
        return twice(reach) * ROWS_A_ROW <= rows && words * Apron.layers(reach) <= MOST_WORDS;
    }

    /** Rows that a block moves besides its own, in a step, on the average: two ghosts that lose a row a step. */
    public static int twice(int reach) {
        return reach - 1;
    }
}
