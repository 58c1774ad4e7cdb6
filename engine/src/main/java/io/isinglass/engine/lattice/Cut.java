package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import java.util.OptionalInt;

/** A lattice cut into {@code down} × {@code across} equal blocks, which tile it. Blocks are numbered row by row. */
public record Cut(Lattice lattice, int down, int across) {

    /** The largest patch, in sites: its arrays, halo included, stay well within what one array can hold. */
    public static final long LARGEST_PATCH = 1L << 28;

    public Cut {
        checkTiles("rows", lattice.rows(), down);
        checkTiles("columns", lattice.columns(), across);
        long sites = lattice.sites() / ((long) down * across);
        if (sites > LARGEST_PATCH) {
            throw new Refused(
                    "blocks",
                    "a block must have at most " + LARGEST_PATCH + " sites, has " + sites + ": cut into more");
        }
    }

    private static void checkTiles(String name, int length, int parts) {
        if (parts < 1 || length % parts != 0) {
            throw new Refused(
                    "blocks",
                    "%d blocks do not tile %d %s: use a divisor of %d (nearest: %d)"
                            .formatted(parts, length, name, length, nearestDivisor(length, parts)));
        }
    }

    private static int nearestDivisor(int length, int parts) {
        int near = Math.clamp(parts, 1, length);
        for (int distance = 0; near > distance; distance++) {
            if (length % (near - distance) == 0) {
                return near - distance;
            }
            if (length % (near + distance) == 0) {
                return near + distance;
            }
        }
        return 1;
    }

    public int count() {
        return down * across;
    }

    /** The patch of block {@code index}, 0 ≤ index &lt; {@link #count()}. */
    public Patch patch(int index) {
        int rows = lattice.rows() / down;
        int columns = lattice.columns() / across;
        return new Patch(index / across * rows, index % across * columns, rows, columns);
    }

    /** The block beyond that side of block {@code index}; none beyond an open edge; maybe itself, on a torus. */
    public OptionalInt neighbour(int index, Side side) {
        int row = index / across + side.down();
        int column = index % across + side.right();
        boolean inside = row >= 0 && row < down && column >= 0 && column < across;
        if (!inside && lattice.boundary() == Boundary.OPEN) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.floorMod(row, down) * across + Math.floorMod(column, across));
    }
}
