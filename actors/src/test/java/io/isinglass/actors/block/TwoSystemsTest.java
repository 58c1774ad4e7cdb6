package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.Pair;
import io.isinglass.actors.block.Block.Advance;
import io.isinglass.actors.block.Block.Capture;
import io.isinglass.actors.block.Block.Captured;
import io.isinglass.actors.block.Block.Report;
import io.isinglass.actors.block.Block.Restore;
import io.isinglass.actors.block.Block.Restored;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two blocks in two actor systems, with TCP between them. */
class TwoSystemsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SWEEPS = 4;
    private static final Config CONFIG = ConfigFactory.parseString("""
        akka.loglevel = ERROR
        akka.actor.provider = remote
        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        akka.remote.use-unsafe-remote-features-outside-cluster = on
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """).withFallback(ConfigFactory.load());

    private static final Cut CUT = new Cut(new Lattice(6, 8, Boundary.TORUS), 1, 2);
    private static ActorTestKit here;
    private static ActorTestKit there;

    static List<Pair> pairs() {
        return List.of(new Pair("ising", "heat-bath"), new Pair("phi4", "metropolis"));
    }

    @BeforeAll
    static void start() {
        here = ActorTestKit.create("here", CONFIG);
        there = ActorTestKit.create("there", CONFIG);
    }

    @AfterAll
    static void stop() {
        here.shutdownTestKit();
        there.shutdownTestKit();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void twoBlocksInTwoSystemsReckonAsOne(Pair pair) {
        Mosaic mosaic = new Mosaic(new Cut(CUT.lattice(), 1, 1), pair.dynamics(3), 1);
        mosaic.restart(0, Start.DISORDERED);
        Series exact = mosaic.run(SWEEPS, pair.couplings()).getFirst();

        List<ActorRef<Block.Command>> blocks = blocks(new Plan("test", CUT, pair.dynamics(3), 1, 0));
        assertNotEquals(
                blocks.getFirst().path().address(), blocks.getLast().path().address());
        TestProbe<Report> reports = here.createTestProbe();
        PatchChange start = PatchChange.of(0, Optional.of(Start.DISORDERED), Optional.empty());
        blocks.forEach(block -> block.tell(new Advance(
                0,
                0,
                0,
                SWEEPS,
                ChainCouplings.all(pair.couplings()),
                List.of(start),
                false,
                false,
                reports.getRef())));

        Series seen = Series.zeros(exact.sweeps(), exact.terms());
        blocks.forEach(_ -> seen.merge(reports.receiveMessage(PATIENCE).chains().getFirst()));
        assertEquals(exact, seen);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSnapshotGoesThereAndBack(Pair pair) {
        ActorRef<Block.Command> far =
                blocks(new Plan("test", CUT, pair.dynamics(3), 1, 0)).getLast();
        TestProbe<Captured> captures = here.createTestProbe();
        TestProbe<Restored> restored = here.createTestProbe();

        far.tell(new Capture(0, captures.getRef()));
        Captured captured = captures.receiveMessage(PATIENCE);
        far.tell(new Restore(1, captured.snapshot(), restored.getRef()));

        assertEquals(new Restored(1, 1, 0), restored.receiveMessage(PATIENCE));
        Snapshot.Content content =
                captured.snapshot().content(CUT.lattice(), (patch, _) -> new ClearField(patch, Values.SPIN));
        assertEquals(CUT.patch(1), content.patch());
    }

    /** Block 0 here and block 1 there, each knowing the other by its address; both as seen from here. */
    private static List<ActorRef<Block.Command>> blocks(Plan plan) {
        var near = new CompletableFuture<ActorRef<Block.Command>>();
        var far = new CompletableFuture<ActorRef<Block.Command>>();
        near.complete(here.spawn(
                Block.create(plan, 0, id -> id.column() == 0 ? near.join() : seenFrom(here, far.join(), there))));
        far.complete(there.spawn(
                Block.create(plan, 1, id -> id.column() == 1 ? far.join() : seenFrom(there, near.join(), here))));
        return List.of(near.join(), seenFrom(here, far.join(), there));
    }

    private static ActorRef<Block.Command> seenFrom(
            ActorTestKit kit, ActorRef<Block.Command> block, ActorTestKit home) {
        String address = ActorRefResolver.get(home.system()).toSerializationFormat(block);
        return ActorRefResolver.get(kit.system()).resolveActorRef(address);
    }
}
