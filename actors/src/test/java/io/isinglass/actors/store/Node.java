package io.isinglass.actors.store;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node that keeps one ledger. */
final class Node implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is to be true some time. */
    @FunctionalInterface
    interface Assertion {

        void check() throws Exception;
    }

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

    Node openEraser(String id) {
        ledger = kit.spawn(Behaviors.setup(context -> {
            akka.actor.ActorRef eraser = Adapter.actorOf(context, Eraser.props(id, heard.ref()));
            return Behaviors.receiveMessage(word -> {
                eraser.tell(word, akka.actor.ActorRef.noSender());
                return Behaviors.same();
            });
        }));
        return this;
    }

    /** Tries until the assertion holds: what is deleted is deleted some time later. */
    void await(Assertion assertion) {
        heard.awaitAssert(PATIENCE, () -> {
            assertion.check();
            return null;
        });
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

    /** Numbers and words of a page of events. */
    List<String> page(String id, long from, int most) throws Exception {
        return Replay.page(kit.system(), id, from, most)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .stream()
                .map(each -> each.number() + " " + each.event())
                .toList();
    }

    void stopLedger() {
        kit.stop(ledger, PATIENCE);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
