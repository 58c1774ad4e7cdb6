package io.isinglass.engine.lattice;

import java.util.List;

/** A direction from a patch to a neighbour, or from a site to one: the six nearest first, then the twelve diagonals. */
public enum Side {
    FRONT(-1, 0, 0),
    BACK(1, 0, 0),
    NORTH(0, -1, 0),
    SOUTH(0, 1, 0),
    WEST(0, 0, -1),
    EAST(0, 0, 1),
    NORTH_WEST(0, -1, -1),
    SOUTH_EAST(0, 1, 1),
    NORTH_EAST(0, -1, 1),
    SOUTH_WEST(0, 1, -1),
    FRONT_NORTH(-1, -1, 0),
    BACK_SOUTH(1, 1, 0),
    FRONT_SOUTH(-1, 1, 0),
    BACK_NORTH(1, -1, 0),
    FRONT_WEST(-1, 0, -1),
    BACK_EAST(1, 0, 1),
    FRONT_EAST(-1, 0, 1),
    BACK_WEST(1, 0, -1);

    /** Opposite sides follow each other, the one that leads back first. */
    private static final List<Side> ALL = List.of(values());

    private final int inward;
    private final int down;
    private final int right;

    Side(int inward, int down, int right) {
        this.inward = inward;
        this.down = down;
        this.right = right;
    }

    /** Planes to go in to cross this side: −1, 0 or 1. */
    public int inward() {
        return inward;
    }

    /** Rows to go down to cross this side: −1, 0 or 1. */
    public int down() {
        return down;
    }

    /** Columns to go right to cross this side: −1, 0 or 1. */
    public int right() {
        return right;
    }

    /** How far the sites lie whom it joins: 0 for nearest neighbours, 1 for those across the diagonal of a square. */
    public int ring() {
        return Math.abs(inward) + Math.abs(down) + Math.abs(right) - 1;
    }

    /** Whether a bond in this direction is named after the end that it leaves from; else after the other. */
    public boolean isForward() {
        return (ordinal() & 1) != 0;
    }

    public Side opposite() {
        return ALL.get(ordinal() ^ 1);
    }
}
