package io.isinglass.actors.block;

import io.isinglass.engine.lattice.Side;

/** A message that no block survives. */
public final class Poison {

    private Poison() {}

    /** An edge of a round that no neighbour can have come to. */
    public static Block.Command of() {
        return new Block.Halo(Long.MAX_VALUE - 1, Long.MAX_VALUE, Side.NORTH, new long[0]);
    }
}
