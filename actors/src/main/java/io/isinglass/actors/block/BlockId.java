package io.isinglass.actors.block;

import io.isinglass.engine.lattice.Cut;

/** The name of a block, {@code run/row/column} in the grid of blocks, whose rows go on from plane to plane. */
public record BlockId(String run, int row, int column) {

    /** Block {@code index} of a cut. */
    public static BlockId of(String run, Cut cut, int index) {
        return new BlockId(run, cut.plane(index) * cut.down() + cut.row(index), cut.column(index));
    }

    @Override
    public String toString() {
        return run + "/" + row + "/" + column;
    }
}
