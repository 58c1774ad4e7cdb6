package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Blocks that all live in one process. */
public final class LocalBlocks implements Blocks {

    private static final DispatcherSelector KERNELS = DispatcherSelector.fromConfig("kernels");

    private final ActorSystem<?> system;
    private final Block.Surroundings around;
    private final Map<BlockId, ActorRef<Block.Command>> blocks = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final ActorRef<Ended> ends;

    private record Ended(BlockId id, ActorRef<Block.Command> block, boolean now) {}

    public LocalBlocks(ActorSystem<?> system, Block.Surroundings around) {
        this.system = system;
        this.around = around;
        this.ends = system.systemActorOf(forgetting(), "blocks-" + count(), Props.empty());
    }

    private String count() {
        return System.identityHashCode(this) + "-" + count.incrementAndGet();
    }

    /** A block that has ended is forgotten, so that the next call finds another. */
    private Behavior<Ended> forgetting() {
        return Behaviors.setup(context -> Behaviors.receive(Ended.class)
                .onMessage(Ended.class, ended -> {
                    if (ended.now()) {
                        blocks.remove(ended.id(), ended.block());
                    } else {
                        context.watchWith(ended.block(), new Ended(ended.id(), ended.block(), true));
                    }
                    return Behaviors.same();
                })
                .build());
    }

    @Override
    public RecipientRef<Block.Command> block(BlockId id) {
        return blocks.computeIfAbsent(id, this::begin);
    }

    private ActorRef<Block.Command> begin(BlockId id) {
        ActorRef<Block.Command> block = system.systemActorOf(
                Block.create(id, around), "block-" + id.entity().replace('/', '_') + "-" + count(), KERNELS);
        ends.tell(new Ended(id, block, false));
        return block;
    }
}
