package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.isinglass.actors.Pair;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of the blocks, with every message in hand. */
class BlockTest {

    private static final Pair ISING = new Pair("ising", "heat-bath");
    private static final Cut SMALL = new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 1);

    private final TestInbox<Section.Command> reports = TestInbox.create();

    static Stream<Pair> pairs() {
        return Pair.local();
    }

    static Stream<Arguments> deliveries() {
        List<Cut> cuts = List.of(
                new Cut(new Lattice(8, 8, Boundary.TORUS), 4, 2),
                new Cut(new Lattice(4, 8, Boundary.TORUS), 1, 8),
                new Cut(new Lattice(9, 6, Boundary.OPEN), 3, 2),
                new Cut(new Lattice(6, 8, Boundary.TORUS), 2, 2));
        return pairs().flatMap(pair ->
                cuts.stream().flatMap(cut -> Stream.of(0, 1, 3).map(lag -> Arguments.of(pair, cut, lag))));
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void anyOrderOfDeliveryGivesTheNumbersOfTheMosaic(Pair pair, Cut cut, int lag) {
        Trial trial = new Trial(pair, cut, lag);
        for (int nodes = 1; nodes <= 3; nodes++) {
            int many = nodes;
            Shuffle blocks = trial.shuffle(index -> index % many, Weather.CALM, nodes);
            blocks.open(1, List.of());
            trial.run(blocks, 0, Trial.EPOCHS, true);
            trial.checkEnd(blocks);
        }
    }

    static Stream<Arguments> reaches() {
        return pairs().filter(pair -> pair.dynamics(0).model().rings() == 1)
                .flatMap(pair -> Stream.of(Boundary.values())
                        .flatMap(boundary -> Stream.of(
                                        new Cut(new Lattice(12, 8, boundary), 2, 1),
                                        new Cut(new Lattice(12, 8, boundary), 3, 1))
                                .flatMap(cut -> Stream.of(2, 3, 4).map(reach -> Arguments.of(pair, cut, reach)))));
    }

    /** Six steps an epoch are not a multiple of four; blocks of three or more nodes share frames as they come. */
    @ParameterizedTest
    @MethodSource("reaches")
    void anyReachGivesTheNumbersOfTheMosaic(Pair pair, Cut cut, int reach) {
        for (int lag = 0; lag <= 1; lag++) {
            Trial trial = new Trial(pair, cut, lag, reach);
            for (int nodes = 1; nodes <= cut.count(); nodes++) {
                int many = nodes;
                Shuffle first = trial.shuffle(index -> index % many, Weather.CALM, nodes);
                first.open(1, List.of());
                trial.run(first, 0, Trial.EPOCHS / 2, true);
                first.settle();
                Shuffle second = trial.shuffle(index -> index % many, Weather.CALM, nodes);
                second.open(2, Trial.stored(first));
                trial.run(second, Trial.EPOCHS / 2, Trial.EPOCHS, true);
                trial.checkEnd(second);
            }
        }
    }

    @Test
    void evidenceIsRefusedWhereBlocksMoveTheirNeighboursRows() {
        Trial trial = new Trial(ISING, SMALL, 0, 2);
        Shuffle blocks = trial.shuffle(_ -> 0, Weather.CALM, 1);
        blocks.open(1, List.of());
        blocks.settle();
        PatchChange seen = new PatchChange(0, Optional.empty(), OptionalInt.empty(), Optional.of(new double[8]));
        blocks.send(0, advance(1, 0, List.of(seen)));
        Exception refusal = assertThrows(IllegalStateException.class, blocks::settle);
        assertEquals("evidence in a run whose blocks reach 2 rows far", refusal.getMessage());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void halfAndHalfMakeAWhole(Pair pair) {
        Trial trial = new Trial(pair, new Cut(new Lattice(8, 8, Boundary.TORUS), 2, 2), 1);
        List<Sealed> half = half(trial, 1);
        Shuffle second = trial.shuffle(index -> index % 2, Weather.CALM, 2);
        second.open(2, half);
        trial.run(second, Trial.EPOCHS / 2, Trial.EPOCHS, true);
        trial.checkEnd(second);
    }

    private static List<Sealed> half(Trial trial, long lot) {
        Shuffle first = trial.shuffle(_ -> 0, Weather.CALM, lot);
        first.open(1, List.of());
        trial.run(first, 0, Trial.EPOCHS / 2, true);
        first.settle();
        return Trial.stored(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anEpochThatWasCutShortIsRunAgainWithTheSameNumbers(long lot) {
        Trial trial = new Trial(ISING, new Cut(new Lattice(8, 8, Boundary.TORUS), 2, 2), 1);
        Shuffle blocks = trial.shuffle(index -> index / 2, Weather.CALM, lot);
        blocks.open(1, List.of());
        trial.run(blocks, 0, 1, true);
        blocks.settle();
        List<Sealed> committed = Trial.stored(blocks);
        blocks.perform(trial.order(1));
        IntStream.range(0, 12).forEach(_ -> blocks.deliver());
        assertTrue(blocks.samples().isEmpty(), "the epoch was cut short");

        blocks.open(2, committed);
        trial.run(blocks, 1, Trial.EPOCHS, true);
        trial.checkEnd(blocks);
    }

    @Test
    void whatCarriesAnOlderTermIsRefused() {
        Trial trial = new Trial(ISING, SMALL, 0);
        List<Sealed> half = half(trial, 3);
        Shuffle blocks = trial.shuffle(_ -> 0, Weather.CALM, 4);
        blocks.open(7, half);
        blocks.settle();
        for (int block = 0; block < SMALL.count(); block++) {
            blocks.send(block, advance(6, 2));
            blocks.send(block, new Block.Halo(6, 0, Side.NORTH, new long[Trial.CHAINS]));
            blocks.send(block, new Block.Meet(6, Map.of()));
            blocks.send(
                    block,
                    new Block.Enter(
                            6,
                            new Charter("test", ""),
                            Optional.empty(),
                            TestInbox.<Grid.Command>create().getRef()));
        }
        blocks.settle();
        assertTrue(!reports.hasMessages(), "no block has moved");
        trial.run(blocks, 2, Trial.EPOCHS, true);
        trial.checkEnd(blocks);
    }

    @Test
    void moreEpochsAtATimeThanTheLagAllowsAreRefused() {
        Trial trial = new Trial(ISING, SMALL, 2);
        Shuffle blocks = trial.shuffle(_ -> 0, Weather.CALM, 1);
        blocks.open(1, List.of());
        blocks.settle();
        for (int epoch = 0; epoch < 3; epoch++) {
            // No edge comes to block 0, since its neighbour has no leave to move.
            blocks.send(0, advance(1, epoch));
        }
        blocks.settle();

        blocks.send(0, advance(1, 3));
        Exception refusal = assertThrows(IllegalStateException.class, blocks::settle);
        assertEquals("granted more than 3 epochs at a time", refusal.getMessage());
    }

    @Test
    void anEdgeFromTheFutureIsRefused() {
        Shuffle blocks = new Trial(ISING, SMALL, 0).shuffle(_ -> 0, Weather.CALM, 1);
        blocks.open(1, List.of());
        blocks.settle();
        blocks.send(0, new Block.Halo(1, 2, Side.NORTH, new long[Trial.CHAINS]));
        Exception refusal = assertThrows(IllegalStateException.class, blocks::settle);
        assertEquals("edge for round 2 while in round 0", refusal.getMessage());
    }

    private Block.Advance advance(long term, long epoch) {
        return advance(term, epoch, List.of());
    }

    private Block.Advance advance(long term, long epoch, List<PatchChange> changes) {
        Trial trial = new Trial(ISING, SMALL, 0);
        return new Block.Advance(
                term,
                epoch,
                epoch * Trial.SWEEPS,
                Trial.SWEEPS,
                trial.order(epoch).couplings(),
                changes,
                new Block.Shows(false, false, false),
                reports.getRef());
    }
}
