package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.isinglass.actors.Pair;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What sections tell each other and their grid may be lost, come twice, late and in any order: the numbers stay. */
class SectionTest {

    private static final Pair ISING = new Pair("ising", "heat-bath");

    static Stream<Arguments> storms() {
        return storms(4);
    }

    static Stream<Arguments> fewStorms() {
        return storms(1);
    }

    private static Stream<Arguments> storms(int seeds) {
        return Stream.of(
                        new Weather(100, 0, false),
                        new Weather(0, 200, true),
                        new Weather(50, 100, true),
                        new Weather(300, 300, true))
                .flatMap(weather -> LongStream.rangeClosed(1, seeds)
                        .boxed()
                        .flatMap(seed -> Stream.of(0, 2).map(lag -> Arguments.of(weather, seed, lag))));
    }

    @ParameterizedTest
    @MethodSource("storms")
    void anyWeatherBetweenNodesGivesTheNumbersOfTheMosaic(Weather weather, long seed, int lag) {
        Trial trial = new Trial(ISING, new Cut(new Lattice(8, 8, Boundary.TORUS), 2, 4), lag);
        for (IntUnaryOperator homes : List.<IntUnaryOperator>of(b -> b / 4, b -> b % 3, b -> b)) {
            Shuffle blocks = trial.shuffle(homes, weather, seed);
            blocks.open(1, List.of());
            trial.run(blocks, 0, Trial.EPOCHS, false);
        }
    }

    @ParameterizedTest
    @MethodSource("storms")
    void anyWeatherGivesTheNumbersOfTheMosaicHoweverFarBlocksReach(Weather weather, long seed, int lag) {
        for (int reach : new int[] {2, 4}) {
            Trial trial = new Trial(ISING, new Cut(new Lattice(16, 8, Boundary.TORUS), 4, 1), lag, reach);
            for (IntUnaryOperator homes : List.<IntUnaryOperator>of(b -> b / 2, b -> b % 2, b -> b)) {
                Shuffle blocks = trial.shuffle(homes, weather, seed);
                blocks.open(1, List.of());
                trial.run(blocks, 0, Trial.EPOCHS, false);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fewStorms")
    void moreSectionsThanOneCanAddUpPassTheirSumsUpATree(Weather weather, long seed, int lag) {
        Cut cut = new Cut(new Lattice(4, 4 * (Section.FAN_IN + 3), Boundary.TORUS), 2, Section.FAN_IN + 3);
        Trial trial = new Trial(ISING, cut, lag);
        Shuffle blocks = trial.shuffle(b -> b, weather, seed);
        blocks.open(1, List.of());
        trial.run(blocks, 0, 2, false);
    }

    @Test
    void aFrameThatIsLostIsAskedForAndSentAgain() {
        TestInbox<Section.Command> peer = TestInbox.create();
        Exchange sender = exchange(peer, Map.of());
        LongStream.range(0, 4).forEach(round -> sender.add(outward(round)));
        assertEquals(List.of(0L, 1L, 2L, 3L), rounds(peer));
        sender.repeat(3);
        sender.repeat(2);
        sender.repeat(1);
        sender.repeat(4);
        assertEquals(List.of(3L, 2L), rounds(peer), "nobody needs older ones, and newer ones are yet to come");
    }

    @Test
    void framesArePassedOnOnceAndInTheirOrder() {
        TestInbox<Block.Command> block = TestInbox.create();
        TestInbox<Section.Command> peer = TestInbox.create();
        Exchange receiver = exchange(peer, Map.of(0, block.getRef()));
        receiver.take(frame(1));
        receiver.take(frame(1));
        assertFalse(block.hasMessages(), "the frame before it is missing");

        receiver.beat(false);
        assertFalse(peer.hasMessages(), "nobody waits");
        receiver.beat(true);
        assertEquals(List.of(new Section.Again(7, 1, 0)), peer.getAllReceived());

        receiver.take(frame(0));
        receiver.take(frame(0));
        receiver.take(frame(1));
        assertEquals(
                List.of(0L, 1L),
                block.getAllReceived().stream()
                        .map(message -> ((Block.Halo) message).round())
                        .toList());
        receiver.beat(true);
        assertFalse(peer.hasMessages(), "something came in this beat");
        receiver.beat(true);
        assertEquals(List.of(new Section.Again(7, 1, 2)), peer.getAllReceived());
    }

    private static Exchange exchange(TestInbox<Section.Command> peer, Map<Integer, ActorRef<Block.Command>> blocks) {
        Exchange exchange = new Exchange(7, blocks);
        exchange.expect();
        exchange.open(peer.getRef(), 1);
        return exchange;
    }

    private static Section.Outward outward(long round) {
        return new Section.Outward(5, new Block.Halo(7, round, Side.WEST, new long[] {round}));
    }

    private static Section.Frame frame(long round) {
        return new Section.Frame(7, 0, round, new int[] {0}, new Side[] {Side.EAST}, new long[][] {{round}});
    }

    private static List<Long> rounds(TestInbox<Section.Command> inbox) {
        return inbox.getAllReceived().stream()
                .map(message -> ((Section.Frame) message).round())
                .toList();
    }

    @Test
    void sumsAreAddedOnceEach() {
        Tallying tallying = new Tallying(6);
        List<Boolean> whole = IntStream.of(3, 3, 0, -2, -2)
                .mapToObj(from -> tallying.add(from, from < 0 ? 4 : 1, List.of(series(from + 10))))
                .toList();
        assertEquals(List.of(false, false, false, true, false), whole);
        assertEquals(List.of(series(13 + 10 + 8)), tallying.chains());
        assertEquals(6, tallying.blocks());
    }

    private static Series series(double value) {
        Series series = Series.zeros(1, 1);
        series.add(0, 0, value);
        return series;
    }
}
