package io.isinglass.config;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The size of a lattice, how its edges are joined, which sites are bound, and into how many blocks it is cut.
 *
 * @param depth the number of planes; 1 for all but lattices in three dimensions
 * @param bonds the kind of bonds, an entry of a catalogue
 */
public record LatticeSpec(
        int depth, OptionalInt rows, OptionalInt columns, String boundary, Choice bonds, Blocks blocks) {

    /** How many blocks there are along each axis. */
    public record Blocks(int planes, int rows, int columns) {

        /** {@code 2x4}, or {@code 2x2x4} where the planes are cut, too. */
        @Override
        public String toString() {
            return (planes == 1 ? "" : planes + "x") + rows + "x" + columns;
        }
    }

    /** The least extent of a lattice, in sites. */
    public static final int MIN_EXTENT = 1;

    /** The greatest extent of a lattice, in sites. */
    public static final int MAX_EXTENT = 1 << 24;

    /** The most blocks along an axis. */
    public static final int MAX_BLOCKS = 1 << 20;

    /** How the edges may be joined: {@code torus} joins opposite edges, {@code open} leaves them free. */
    public static final List<String> BOUNDARIES = List.of("torus", "open");

    /** The kind of bonds of a spec that names none. */
    public static final Choice DEFAULT_BONDS = Choice.of("uniform");

    /** A torus in one block whose size the data decide. */
    public static final LatticeSpec DEFAULT =
            new LatticeSpec(1, OptionalInt.empty(), OptionalInt.empty(), "torus", DEFAULT_BONDS, new Blocks(1, 1, 1));

    /** A square lattice whose bonds are all alike. */
    public LatticeSpec(OptionalInt rows, OptionalInt columns, String boundary, int blockRows, int blockColumns) {
        this(1, rows, columns, boundary, DEFAULT_BONDS, new Blocks(1, blockRows, blockColumns));
    }

    public LatticeSpec {
        Check.within("depth", depth, MIN_EXTENT, MAX_EXTENT);
        rows.ifPresent(n -> Check.within("rows", n, MIN_EXTENT, MAX_EXTENT));
        columns.ifPresent(n -> Check.within("columns", n, MIN_EXTENT, MAX_EXTENT));
        Check.oneOf("boundary", boundary, BOUNDARIES);
        Objects.requireNonNull(bonds, "bonds");
        checkBlocks("planes", blocks.planes(), OptionalInt.of(depth));
        checkBlocks("rows", blocks.rows(), rows);
        checkBlocks("columns", blocks.columns(), columns);
    }

    private static void checkBlocks(String axis, int blocks, OptionalInt sites) {
        if (blocks < 1 || blocks > MAX_BLOCKS) {
            throw new Refusal("blocks", "must have 1 to " + MAX_BLOCKS + " " + axis + " of blocks, was " + blocks);
        }
        if (sites.isPresent() && blocks > sites.getAsInt()) {
            throw new Refusal(
                    "blocks",
                    blocks + " " + axis + " of blocks do not fit " + sites.getAsInt() + " " + axis + " of sites");
        }
    }
}
