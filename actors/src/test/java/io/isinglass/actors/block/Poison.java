package io.isinglass.actors.block;

/** A message that no block survives. */
public final class Poison {

    private Poison() {}

    public static Block.Command of() {
        return new Block.Meet(Long.MAX_VALUE - 1, null);
    }
}
