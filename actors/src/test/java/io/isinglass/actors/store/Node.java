package io.isinglass.actors.store;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.time.Duration;

/** A node that keeps one ledger. */
final class Node implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit;
    private final TestProbe<String> heard;
    private ActorRef<String> ledger;

    Node(Settings.Store store) throws IOException {
        Journal.prepare(store);
        kit = ActorTestKit.create("store", Journal.config(store).withFallback(ConfigFactory.load()));
        heard = kit.createTestProbe();
    }

    Node open(String id) {
        ledger = kit.spawn(Ledger.create(id, heard.ref()));
        return this;
    }

    Node openBrief(String id) {
        ledger = kit.spawn(Ledger.brief(id, heard.ref()));
        return this;
    }

    Node tell(String word) {
        ledger.tell(word);
        return this;
    }

    Node says(String text) {
        heard.expectMessage(PATIENCE, text);
        return this;
    }

    Node write(String word) {
        return tell(word).says(word);
    }

    void stopLedger() {
        kit.stop(ledger, PATIENCE);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
