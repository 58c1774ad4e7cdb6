package io.isinglass.actors.block;

import io.isinglass.engine.lattice.Cut;

/** The name of a block, {@code run/row/column} in the grid of blocks. */
public record BlockId(String run, int row, int column) {

    /** Block {@code index} of a cut. */
    public static BlockId of(String run, Cut cut, int index) {
        return new BlockId(run, index / cut.across(), index % cut.across());
    }

    @Override
    public String toString() {
        return run + "/" + row + "/" + column;
    }
}
