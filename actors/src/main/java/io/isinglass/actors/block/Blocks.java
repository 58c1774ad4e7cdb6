package io.isinglass.actors.block;

import akka.actor.typed.RecipientRef;

/** Where blocks are found: by name, wherever they live. A block that does not live yet begins to when it is told something. */
@FunctionalInterface
public interface Blocks {

    RecipientRef<Block.Command> block(BlockId id);
}
