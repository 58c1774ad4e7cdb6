package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.StatusReply;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.Pair;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Health;
import io.isinglass.actors.store.Vaults;
import io.isinglass.config.Settings;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of a run in two actor systems, with TCP between them. */
class TwoSystemsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SWEEPS = 4;
    private static final int EPOCHS = 3;
    private static final Config CLUSTER = ConfigFactory.parseResources("cluster.conf");
    private static final Config CONFIG = ConfigFactory.parseString("""
        akka.loglevel = ERROR
        akka.actor.provider = remote
        akka.remote.artery.transport = tcp
        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        akka.remote.use-unsafe-remote-features-outside-cluster = on
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        # Where the stages of these systems are.
        akka.remote.artery.large-message-destinations = ["/user/*/*"]
        """)
            .withFallback(CLUSTER.withOnlyPath("akka.remote.artery.advanced"))
            .withFallback(CLUSTER.withOnlyPath("messages"))
            .withFallback(ConfigFactory.load());

    private static final Lattice LATTICE = new Lattice(12, 8, Boundary.TORUS);
    private static ActorTestKit here;
    private static ActorTestKit there;
    private static Archive archive;

    static Stream<Arguments> runs() {
        Stream<Pair> pairs = Stream.of(new Pair("ising", "heat-bath"), new Pair("phi4", "metropolis"));
        return pairs.flatMap(pair -> Stream.of(
                Arguments.of(pair, new Cut(LATTICE, 1, 4), 1),
                Arguments.of(pair, new Cut(LATTICE, 4, 1), 1),
                Arguments.of(pair, new Cut(LATTICE, 4, 1), 3)));
    }

    @BeforeAll
    static void start() throws IOException {
        here = ActorTestKit.create("here", CONFIG);
        there = ActorTestKit.create("there", CONFIG);
        archive = new Archive(Vaults.open(Settings.load().store()), Runnable::run, new Health());
    }

    @AfterAll
    static void stop() {
        here.shutdownTestKit();
        there.shutdownTestKit();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void blocksInTwoSystemsReckonAsOne(Pair pair, Cut cut, int reach) {
        Mosaic mosaic = new Mosaic(Cut.whole(LATTICE), pair.dynamics(3), 1);
        mosaic.restart(0, Start.DISORDERED);

        Plan plan =
                new Plan("two-%s-%d-%d".formatted(pair.model(), cut.down(), reach), cut, pair.dynamics(3), 1, 0, reach);
        TestProbe<StatusReply<Sample>> samples = here.createTestProbe();
        TestProbe<Grid.News> news = here.createTestProbe();
        Grid.Term term = new Grid.Term(1, new Charter(plan.run(), ""), plan, List.of());
        ActorRef<Grid.Command> grid = here.spawn(Grid.create(term, blocks(plan), news.getRef()));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<Series> exact = mosaic.run(SWEEPS, pair.couplings());
            grid.tell(new Grid.Perform(order(pair, epoch), samples.getRef()));
            assertEquals(exact, samples.receiveMessage(PATIENCE).getValue().chains(), "epoch " + epoch);
        }
        Grid.Stored stored = news.expectMessageClass(Grid.Stored.class, PATIENCE);
        assertEquals(cut.count(), stored.blocks().size(), "the grid hears from all that the vault has them");
    }

    /** Couplings of all bonds of many sites: more than the largest message between nodes may carry. */
    @Test
    void anOrderOfAnySizeReachesABlockOfTheOtherSystem() {
        int sites = 2050;
        Lattice dense = complete(sites);
        Pair pair = new Pair("ising", "heat-bath");
        double[] bonds = new double[((Graph) dense.bonds()).count()];
        SplittableRandom lot = new SplittableRandom(8);
        Arrays.setAll(bonds, _ -> lot.nextDouble(-0.025, 0.025));
        Couplings couplings = pair.couplings().withBonds(bonds);
        assertTrue(
                Double.BYTES * (long) bonds.length
                        > CONFIG.getBytes("akka.remote.artery.advanced.maximum-large-frame-size"),
                "it is too large for one message");

        Mosaic mosaic = new Mosaic(Cut.whole(dense), pair.dynamics(3), 1);
        mosaic.restart(0, Start.DISORDERED);
        Plan plan = new Plan("two-dense", Cut.whole(dense), pair.dynamics(3), 1, 0, 1);
        TestProbe<StatusReply<Sample>> samples = here.createTestProbe();
        TestProbe<Grid.News> news = here.createTestProbe();
        Grid.Term term = new Grid.Term(1, new Charter(plan.run(), ""), plan, List.of());
        ActorRef<Grid.Command> grid = here.spawn(Grid.create(term, blocks(plan), news.getRef()));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<Series> exact = mosaic.run(1, couplings);
            grid.tell(new Grid.Perform(order(couplings, epoch, 1), samples.getRef()));
            assertEquals(exact, samples.receiveMessage(PATIENCE).getValue().chains(), "epoch " + epoch);
        }
        news.expectMessageClass(Grid.Stored.class, PATIENCE);
        grid.tell(Grid.Disband.DISBAND);
    }

    @Test
    void aPartOfAnOrderFitsAMessageBetweenNodes() {
        Serialization wire = SerializationExtension.get(Adapter.toClassic(here.system()));
        byte[] bytes = wire.serialize(new Section.Part(
                        Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 30, 1 << 30, new byte[OrderParts.LARGEST]))
                .get();
        assertTrue(bytes.length < 0.9 * CONFIG.getBytes("akka.remote.artery.advanced.maximum-frame-size"));
    }

    private static Lattice complete(int sites) {
        Lattice box = new Lattice(1, sites, Boundary.OPEN);
        return new Lattice(
                1,
                1,
                sites,
                Boundary.OPEN,
                Wirings.CATALOG.make("complete", Map.of()).bonds(box, 1, _ -> ""));
    }

    private static Order order(Pair pair, int epoch) {
        return order(pair.couplings(), epoch, SWEEPS);
    }

    private static Order order(Couplings couplings, int epoch, int sweeps) {
        List<Change> changes =
                epoch == 0 ? List.of(Change.of(0, Optional.of(Start.DISORDERED), Optional.empty())) : List.of();
        boolean last = epoch == EPOCHS - 1;
        return new Order(epoch, sweeps, ChainCouplings.all(couplings), changes, false, last, last);
    }

    /** One half here and the other half there; all as seen from here. */
    private static Blocks blocks(Plan plan) {
        ActorRef<Stage.Command> near = here.spawn(Stage.create());
        ActorRef<Stage.Command> far = there.spawn(Stage.create());
        List<ActorRef<Block.Command>> all = IntStream.range(0, plan.cut().count())
                .mapToObj(index -> {
                    BlockId id = BlockId.of(plan.run(), plan.cut(), index);
                    return index < plan.cut().count() / 2 ? spawn(here, id, plan, near) : spawn(there, id, plan, far);
                })
                .toList();
        assertFalse(all.getLast().path().address().hasLocalScope(), "the last is on the other side");
        return id -> all.get(id.index());
    }

    private static ActorRef<Block.Command> spawn(
            ActorTestKit home, BlockId id, Plan plan, ActorRef<Stage.Command> stage) {
        ActorRef<Block.Command> block = home.spawn(Block.create(id, new Block.Surroundings(_ -> plan, archive, stage)));
        String address = ActorRefResolver.get(home.system()).toSerializationFormat(block);
        return ActorRefResolver.get(here.system()).resolveActorRef(address);
    }
}
