package io.isinglass.actors.block;

import io.isinglass.engine.lattice.Cut;

/**
 * The name of a block in a grid of {@code rows} × {@code columns} blocks, whose rows go on from plane to plane.
 *
 * <p>The grid is part of the name, so that whoever places blocks knows which of them are neighbours.
 */
public record BlockId(String run, int row, int column, int rows, int columns) {

    private static final int PARTS = 5;

    /** Block {@code index} of a cut. */
    public static BlockId of(String run, Cut cut, int index) {
        return new BlockId(
                run,
                cut.plane(index) * cut.down() + cut.row(index),
                cut.column(index),
                cut.deep() * cut.down(),
                cut.across());
    }

    /** The block of an entity's name, {@code run/row/column/rows/columns}. */
    public static BlockId parse(String entity) {
        String[] parts = entity.split("/", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no name of a block: " + entity);
        }
        return new BlockId(
                parts[0],
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]));
    }

    /** The name of the entity. */
    public String entity() {
        return run + "/" + row + "/" + column + "/" + rows + "/" + columns;
    }

    /** Where the block stands in its cut. */
    public int index() {
        return row * columns + column;
    }

    @Override
    public String toString() {
        return run + "/" + row + "/" + column;
    }
}
