package io.isinglass.engine.lattice;

/** A box of a lattice: planes from {@code front}, rows from {@code top}, columns from {@code left}; z, y and x count from there. */
public record Patch(Lattice lattice, int front, int top, int left, int depth, int rows, int columns) {

    /** The whole of a lattice. */
    public static Patch of(Lattice lattice) {
        return new Patch(lattice, 0, 0, 0, lattice.depth(), lattice.rows(), lattice.columns());
    }

    public int sites() {
        return depth * rows * columns;
    }

    /** The number of sites that face {@code side}. */
    public int length(Side side) {
        return (side.inward() == 0 ? depth : 1) * (side.down() == 0 ? rows : 1) * (side.right() == 0 ? columns : 1);
    }

    /** The row by which the noise knows row {@code y} of plane {@code z}. */
    public int row(int z, int y) {
        return (front + z) * lattice.rows() + top + y;
    }

    public int colour(int z, int y, int x) {
        return lattice.colour(front + z, top + y, left + x);
    }

    /** Whether there is anything beyond the edge that faces {@code side}. */
    public boolean meets(Side side) {
        return lattice.boundary() == Boundary.TORUS
                || isInside(front + (side.inward() > 0 ? depth - 1 : 0), side.inward(), lattice.depth())
                        && isInside(top + (side.down() > 0 ? rows - 1 : 0), side.down(), lattice.rows())
                        && isInside(left + (side.right() > 0 ? columns - 1 : 0), side.right(), lattice.columns());
    }

    /** Whether beyond {@code side} this patch itself begins anew. */
    public boolean meetsItself(Side side) {
        return lattice.boundary() == Boundary.TORUS
                && (side.inward() == 0 || depth == lattice.depth())
                && (side.down() == 0 || rows == lattice.rows())
                && (side.right() == 0 || columns == lattice.columns());
    }

    /** Whether a site has a neighbour in the direction of {@code side}. */
    public boolean isBound(int z, int y, int x, Side side) {
        return lattice.boundary() == Boundary.TORUS
                || isInside(front + z, side.inward(), lattice.depth())
                        && isInside(top + y, side.down(), lattice.rows())
                        && isInside(left + x, side.right(), lattice.columns());
    }

    /** The weight of the bond of a site in the direction of {@code side}; 0 where it has none. */
    public double weight(Regular regular, int z, int y, int x, Side side) {
        return isBound(z, y, x, side) ? lattice.weight(regular, front + z, top + y, left + x, side) : 0;
    }

    private static boolean isInside(int at, int step, int length) {
        return at + step >= 0 && at + step < length;
    }

    /** The part of values of the whole lattice, plane by plane and row by row, that lies here; nothing of an empty array. */
    public double[] part(double[] whole) {
        if (whole.length == 0) {
            return whole;
        }
        double[] part = new double[sites()];
        for (int row = 0; row < depth * rows; row++) {
            System.arraycopy(whole, start(row), part, row * columns, columns);
        }
        return part;
    }

    /** Writes values of this patch to their places among those of the whole lattice. */
    public void paste(float[] part, float[] whole) {
        for (int row = 0; row < depth * rows; row++) {
            System.arraycopy(part, row * columns, whole, start(row), columns);
        }
    }

    private int start(int row) {
        return Math.toIntExact((long) row(row / rows, row % rows) * lattice.columns() + left);
    }
}
