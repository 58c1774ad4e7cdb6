package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.pattern.StatusReply;
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
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of a run in two actor systems, with TCP between them. */
class TwoSystemsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SWEEPS = 4;
    private static final int EPOCHS = 3;
    private static final Config CONFIG = ConfigFactory.parseString("""
        akka.loglevel = ERROR
        akka.actor.provider = remote
        akka.remote.artery.transport = tcp
        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        akka.remote.use-unsafe-remote-features-outside-cluster = on
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """).withFallback(ConfigFactory.load());

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

    private static Order order(Pair pair, int epoch) {
        List<Change> changes =
                epoch == 0 ? List.of(Change.of(0, Optional.of(Start.DISORDERED), Optional.empty())) : List.of();
        boolean last = epoch == EPOCHS - 1;
        return new Order(epoch, SWEEPS, ChainCouplings.all(pair.couplings()), changes, false, last, last);
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
        assertNotEquals(all.getFirst().path().address(), all.getLast().path().address());
        return id -> all.get(id.index());
    }

    private static ActorRef<Block.Command> spawn(
            ActorTestKit home, BlockId id, Plan plan, ActorRef<Stage.Command> stage) {
        ActorRef<Block.Command> block = home.spawn(Block.create(id, new Block.Surroundings(_ -> plan, archive, stage)));
        String address = ActorRefResolver.get(home.system()).toSerializationFormat(block);
        return ActorRefResolver.get(here.system()).resolveActorRef(address);
    }
}
