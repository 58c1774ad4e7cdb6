package io.isinglass.actors.kube;

import akka.actor.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** A program that prints the contact points that a node finds by the API of Kubernetes: a line for each, then {@code end}. */
final class Resolution {

    private Resolution() {}

    static void main() {
        ActorSystem system = ActorSystem.create("resolution", ConfigFactory.load());
        try {
            Discovery.get(system)
                    .loadServiceDiscovery("kubernetes-api")
                    .lookup(Lookup.create("isinglass").withPortName("management"), Duration.ofSeconds(20))
                    .toCompletableFuture()
                    .join()
                    .getAddresses()
                    .stream()
                    .map(Resolution::text)
                    .sorted()
                    .forEach(System.out::println);
        } catch (CompletionException e) {
            System.out.println(e.getCause().getMessage());
        } finally {
            system.terminate();
        }
        System.out.println("end");
    }

    private static String text(ResolvedTarget target) {
        return target.host() + ":" + target.getPort().orElseThrow();
    }
}
