package io.isinglass.actors.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.block.Section;
import io.isinglass.engine.lattice.Side;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two actor systems with TCP between them, which throw an edge to each other. */
final class FarEcho implements AutoCloseable {

    private static final int PATIENCE = 90;

    private final BlockingQueue<Boolean> done = new ArrayBlockingQueue<>(1);
    private final ActorSystem<Section.Frame> here;
    private final ActorSystem<Section.Frame> there;

    FarEcho() {
        Config config =
                ConfigFactory.parseResources(FarEcho.class, "far-echo.conf").withFallback(ConfigFactory.load());
        here = ActorSystem.create(near(), "here", config);
        there = ActorSystem.create(far(address()), "there", config);
    }

    private String address() {
        return ActorRefResolver.get(here).toSerializationFormat(here);
    }

    /** The round of a frame counts how often it has still to come back. */
    private Behavior<Section.Frame> near() {
        return Behaviors.receive((context, frame) -> {
            if (frame.round() == 0) {
                done.add(true);
            } else {
                String address = ActorRefResolver.get(there).toSerializationFormat(there);
                ActorRef<Section.Frame> other =
                        ActorRefResolver.get(context.getSystem()).resolveActorRef(address);
                other.tell(new Section.Frame(
                        frame.term(), frame.from(), frame.round() - 1, frame.blocks(), frame.sides(), frame.edges()));
            }
            return Behaviors.same();
        });
    }

    private static Behavior<Section.Frame> far(String address) {
        return Behaviors.setup(context -> {
            ActorRef<Section.Frame> other =
                    ActorRefResolver.get(context.getSystem()).resolveActorRef(address);
            return Behaviors.receiveMessage(frame -> {
                other.tell(frame);
                return Behaviors.same();
            });
        });
    }

    /** Throws an edge of so many words there and back, so many times. */
    void rounds(int rounds, int words) {
        here.tell(
                new Section.Frame(0, 0, rounds, new int[] {0}, new Side[] {Side.EAST}, new long[][] {new long[words]}));
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
