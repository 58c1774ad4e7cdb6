package io.isinglass.actors.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.block.Block;
import io.isinglass.engine.lattice.Side;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two actor systems with TCP between them, which throw an edge to each other. */
final class FarEcho implements AutoCloseable {

    private static final int PATIENCE = 90;

    private final BlockingQueue<Boolean> done = new ArrayBlockingQueue<>(1);
    private final ActorSystem<Block.Halo> here;
    private final ActorSystem<Block.Halo> there;

    FarEcho() {
        Config config =
                ConfigFactory.parseResources(FarEcho.class, "far-echo.conf").withFallback(ConfigFactory.load());
        here = ActorSystem.create(near(), "here", config);
        there = ActorSystem.create(far(address()), "there", config);
    }

    private String address() {
        return ActorRefResolver.get(here).toSerializationFormat(here);
    }

    /** The step of an edge counts how often it has still to come back. */
    private Behavior<Block.Halo> near() {
        return Behaviors.receive((context, halo) -> {
            if (halo.step() == 0) {
                done.add(true);
            } else {
                String address = ActorRefResolver.get(there).toSerializationFormat(there);
                ActorRef<Block.Halo> other =
                        ActorRefResolver.get(context.getSystem()).resolveActorRef(address);
                other.tell(new Block.Halo(halo.term(), halo.step() - 1, halo.side(), halo.edge()));
            }
            return Behaviors.same();
        });
    }

    private static Behavior<Block.Halo> far(String address) {
        return Behaviors.setup(context -> {
            ActorRef<Block.Halo> other =
                    ActorRefResolver.get(context.getSystem()).resolveActorRef(address);
            return Behaviors.receiveMessage(halo -> {
                other.tell(halo);
                return Behaviors.same();
            });
        });
    }

    /** Throws an edge of so many words there and back, so many times. */
    void rounds(int rounds, int words) {
        here.tell(new Block.Halo(0, rounds, Side.EAST, new long[words]));
        try {
            if (done.poll(PATIENCE, TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("an edge was lost on the way: the machine is too busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        here.terminate();
        there.terminate();
        here.getWhenTerminated().toCompletableFuture().join();
        there.getWhenTerminated().toCompletableFuture().join();
    }
}
