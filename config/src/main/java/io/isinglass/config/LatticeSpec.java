package io.isinglass.config;

import java.util.List;
import java.util.OptionalInt;

/** The size of a square lattice, how its edges are joined, and into how many blocks it is cut. */
public record LatticeSpec(OptionalInt rows, OptionalInt columns, String boundary, int blockRows, int blockColumns) {

    /** The least extent of a lattice, in sites. */
    public static final int MIN_EXTENT = 2;

    /** The greatest extent of a lattice, in sites. */
    public static final int MAX_EXTENT = 1 << 20;

    /** How the edges may be joined: {@code torus} joins opposite edges, {@code open} leaves them free. */
    public static final List<String> BOUNDARIES = List.of("torus", "open");

    /** A torus in one block whose size the data decide. */
    public static final LatticeSpec DEFAULT = new LatticeSpec(OptionalInt.empty(), OptionalInt.empty(), "torus", 1, 1);

    public LatticeSpec {
        rows.ifPresent(n -> Check.within("rows", n, MIN_EXTENT, MAX_EXTENT));
        columns.ifPresent(n -> Check.within("columns", n, MIN_EXTENT, MAX_EXTENT));
        Check.oneOf("boundary", boundary, BOUNDARIES);
        checkBlocks("rows", blockRows, rows);
        checkBlocks("columns", blockColumns, columns);
    }

    private static void checkBlocks(String axis, int blocks, OptionalInt sites) {
        if (blocks < 1 || blocks > MAX_EXTENT) {
            throw new Refusal("blocks", "must have 1 to " + MAX_EXTENT + " " + axis + " of blocks, was " + blocks);
        }
        if (sites.isPresent() && blocks > sites.getAsInt()) {
            throw new Refusal(
                    "blocks",
                    blocks + " " + axis + " of blocks do not fit " + sites.getAsInt() + " " + axis + " of sites");
        }
    }
}
