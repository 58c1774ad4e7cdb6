package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;

/**
 * A square lattice of rows × columns sites, each bound to its nearest neighbours.
 *
 * <p>It is two-coloured by global coordinates, (row + column) mod 2, so that no two sites of one colour interact and a
 * colour may move at once. On a torus that asks for an even number of rows and of columns.
 */
public record Lattice(int rows, int columns, Boundary boundary) {

    /** The number of colours. */
    public static final int COLOURS = 2;

    /** The largest number of rows or columns: an address of noise has room for so many. */
    public static final int LONGEST = 1 << 20;

    public Lattice {
        checkLength("rows", rows, boundary);
        checkLength("columns", columns, boundary);
    }

    private static void checkLength(String name, int length, Boundary boundary) {
        if (length < 2 || length > LONGEST) {
            throw new Refused(name, name + " must be 2.." + LONGEST + ", was " + length);
        }
        if (boundary == Boundary.TORUS && length % 2 != 0) {
            throw new Refused(name, name + " of a torus must be even (it is two-coloured), was " + length);
        }
    }

    public long sites() {
        return (long) rows * columns;
    }

    /** The number of bonds; on a torus two rows or columns long, two sites are bound twice, once each way round. */
    public long bonds() {
        return switch (boundary) {
            case TORUS -> 2 * sites();
            case OPEN -> (long) (rows - 1) * columns + (long) rows * (columns - 1);
        };
    }

    /** The colour of a site, also of one counted on beyond the edge of a torus. */
    public static int colour(int row, int column) {
        return (row + column) & 1;
    }
}
