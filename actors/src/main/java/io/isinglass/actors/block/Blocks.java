package io.isinglass.actors.block;

import akka.actor.typed.RecipientRef;

/** Where blocks are found: by name, wherever they live. */
@FunctionalInterface
public interface Blocks {

    RecipientRef<Block.Command> block(BlockId id);
}
