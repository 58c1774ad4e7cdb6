package io.isinglass.engine.lattice;

/** A rectangle of a lattice: the rows from {@code top}, the columns from {@code left}. */
public record Patch(int top, int left, int rows, int columns) {

    public int sites() {
        return rows * columns;
    }

    /** The length of the edge that faces {@code side}, in sites. */
    public int length(Side side) {
        return side.isHorizontal() ? columns : rows;
    }
}
