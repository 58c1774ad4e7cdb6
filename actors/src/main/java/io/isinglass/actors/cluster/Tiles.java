package io.isinglass.actors.cluster;

import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;

/** Blocks in shards: the grid of a run's blocks is cut into at most 8 × 8 tiles, and a tile's blocks stay together. */
final class Tiles extends ShardingMessageExtractor<ShardingEnvelope<Block.Command>, Block.Command> {

    private static final int MOST = 8;

    @Override
    public String entityId(ShardingEnvelope<Block.Command> envelope) {
        return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
        BlockId id = BlockId.parse(entityId);
        int rows = Math.min(MOST, id.rows());
        int columns = Math.min(MOST, id.columns());
        return new BlockId(
                        id.run(),
                        (int) ((long) id.row() * rows / id.rows()),
                        (int) ((long) id.column() * columns / id.columns()),
                        rows,
                        columns)
                .entity();
    }

    @Override
    public Block.Command unwrapMessage(ShardingEnvelope<Block.Command> envelope) {
        return envelope.message();
    }
}
