package io.isinglass.actors.block;

/** A block's way to a neighbour, on this node or another. */
@FunctionalInterface
public interface Neighbour {

    void show(Block.Halo halo);
}
