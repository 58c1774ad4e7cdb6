package io.isinglass.engine.lattice;

/** One of the four sides of a patch. */
public enum Side {
    NORTH(-1, 0),
    EAST(0, 1),
    SOUTH(1, 0),
    WEST(0, -1);

    private final int down;
    private final int right;

    Side(int down, int right) {
        this.down = down;
        this.right = right;
    }

    /** Rows to go down to cross this side: −1, 0 or 1. */
    public int down() {
        return down;
    }

    /** Columns to go right to cross this side: −1, 0 or 1. */
    public int right() {
        return right;
    }

    public boolean isHorizontal() {
        return down != 0;
    }

    public Side opposite() {
        return switch (this) {
            case NORTH -> SOUTH;
            case EAST -> WEST;
            case SOUTH -> NORTH;
            case WEST -> EAST;
        };
    }
}
