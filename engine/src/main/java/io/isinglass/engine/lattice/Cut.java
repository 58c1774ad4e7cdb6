package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import java.util.OptionalInt;

/**
 * A lattice cut into {@code deep} × {@code down} × {@code across} equal blocks, which tile it. Blocks are numbered plane by
 * plane and row by row.
 */
public record Cut(Lattice lattice, int deep, int down, int across) {

    /** The largest patch, in sites: its arrays, halo included, stay well within what one array can hold. */
    public static final long LARGEST_PATCH = 1L << 28;

    /** The most blocks: one conductor counts what each of them reports. */
    public static final int MOST_BLOCKS = 1 << 22;

    public Cut {
        checkTiles("planes", lattice.depth(), deep);
        checkTiles("rows", lattice.rows(), down);
        checkTiles("columns", lattice.columns(), across);
        long blocks = (long) deep * down * across;
        if (blocks > MOST_BLOCKS) {
            throw new Refused("blocks", "there must be at most " + MOST_BLOCKS + " blocks, was " + blocks);
        }
        long sites = lattice.sites() / blocks;
        if (sites > LARGEST_PATCH) {
            throw new Refused(
                    "blocks",
                    "a block must have at most " + LARGEST_PATCH + " sites, has " + sites + ": cut into "
                            + Math.ceilDiv(lattice.sites(), LARGEST_PATCH) + " or more");
        }
        if (lattice.bonds() instanceof Graph && across > 1) {
            throw new Refused("blocks", "a graph runs in one block, not in " + across);
        }
    }

    /** A cut that leaves the planes together. */
    public Cut(Lattice lattice, int down, int across) {
        this(lattice, 1, down, across);
    }

    /** The whole lattice in one block. */
    public static Cut whole(Lattice lattice) {
        return new Cut(lattice, 1, 1, 1);
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
        return deep * down * across;
    }

    /** The patch of block {@code index}, 0 ≤ index &lt; {@link #count()}. */
    public Patch patch(int index) {
        int depth = lattice.depth() / deep;
        int rows = lattice.rows() / down;
        int columns = lattice.columns() / across;
        return new Patch(
                lattice, plane(index) * depth, row(index) * rows, column(index) * columns, depth, rows, columns);
    }

    /** Where block {@code index} lies in the grid of blocks. */
    public int plane(int index) {
        return index / (down * across);
    }

    /** Where block {@code index} lies in the grid of blocks. */
    public int row(int index) {
        return index / across % down;
    }

    /** Where block {@code index} lies in the grid of blocks. */
    public int column(int index) {
        return index % across;
    }

    /** The block beyond that side of block {@code index}; none beyond an open edge; maybe itself, on a torus. */
    public OptionalInt neighbour(int index, Side side) {
        if (!patch(index).meets(side)) {
            return OptionalInt.empty();
        }
        int plane = Math.floorMod(plane(index) + side.inward(), deep);
        int row = Math.floorMod(row(index) + side.down(), down);
        return OptionalInt.of((plane * down + row) * across + Math.floorMod(column(index) + side.right(), across));
    }
}
