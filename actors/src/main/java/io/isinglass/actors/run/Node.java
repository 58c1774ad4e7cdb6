package io.isinglass.actors.run;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of Isinglass: an actor system whose kernels run on so many threads. */
public final class Node implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ActorSystem<Void> system;

    private Node(ActorSystem<Void> system) {
        this.system = system;
    }

    /**
     * Starts a node.
     *
     * @param threads for kernels; 0: one for each core
     */
    public static Node start(int threads) {
        int size = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        Config config = ConfigFactory.parseMap(Map.of("kernels.thread-pool-executor.fixed-pool-size", size))
                .withFallback(ConfigFactory.load());
        return new Node(ActorSystem.create(Behaviors.empty(), "isinglass", config));
    }

    public ActorSystem<?> system() {
        return system;
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            system.log().warn("the actor system did not end in {}", PATIENCE, e);
        }
    }
}
