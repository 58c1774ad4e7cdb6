package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.isinglass.actors.Pair;
import io.isinglass.actors.block.Block.Advance;
import io.isinglass.actors.block.Block.Capture;
import io.isinglass.actors.block.Block.Captured;
import io.isinglass.actors.block.Block.Halo;
import io.isinglass.actors.block.Block.Report;
import io.isinglass.actors.block.Block.Restore;
import io.isinglass.actors.block.Block.Restored;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of the blocks, with every message in hand. The truth is the mosaic, which moves all in one thread. */
class BlockTest {

    private static final int CHAINS = 2;
    private static final int SWEEPS = 3;
    private static final int COLOURS = 2;
    private static final int EPOCHS = 4;
    /** The epoch before which the two chains change places. */
    private static final int EXCHANGE = 2;

    private static final long SEED = 5;

    private final TestInbox<Report> reports = TestInbox.create();

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
        Plan plan = plan(pair, cut, lag);
        List<List<Series>> exact = new ArrayList<>();
        String digest = mosaic(pair, cut, exact);

        for (long seed = 1; seed <= 3; seed++) {
            Shuffle blocks = new Shuffle(plan, seed);
            List<List<Series>> seen = run(blocks, plan, pair, 0, EPOCHS);
            assertEquals(exact, seen, "series, with lot " + seed);
            assertEquals(digest, digest(plan, capture(blocks, 0)), "fields, with lot " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void halfAndHalfMakeAWhole(Pair pair) {
        Cut cut = new Cut(new Lattice(8, 8, Boundary.TORUS), 2, 2);
        Plan plan = plan(pair, cut, 1);
        List<List<Series>> exact = new ArrayList<>();
        String digest = mosaic(pair, cut, exact);

        Shuffle first = new Shuffle(plan, 1);
        run(first, plan, pair, 0, EPOCHS / 2);
        List<Captured> half = capture(first, 0);
        Shuffle second = new Shuffle(plan, 2);
        TestInbox<Restored> restored = TestInbox.create();
        second.send(index -> new Restore(1, half.get(index).snapshot(), restored.getRef()));
        second.settle();

        long step = COLOURS * SWEEPS * (EPOCHS / 2);
        assertEquals(
                IntStream.range(0, cut.count())
                        .mapToObj(index -> new Restored(1, index, step))
                        .toList(),
                restored.getAllReceived().stream()
                        .sorted(Comparator.comparingInt(Restored::block))
                        .toList());
        List<List<Series>> rest = run(second, plan, pair, 1, EPOCHS / 2, EPOCHS);
        assertEquals(exact.subList(EPOCHS / 2, EPOCHS), rest);
        assertEquals(digest, digest(plan, capture(second, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anEpochThatWasCutShortIsRunAgainWithTheSameNumbers(long lot) {
        Pair pair = pairs().findFirst().orElseThrow();
        Cut cut = new Cut(new Lattice(8, 8, Boundary.TORUS), 2, 2);
        Plan plan = plan(pair, cut, 1);
        List<List<Series>> exact = new ArrayList<>();
        mosaic(pair, cut, exact);

        Shuffle blocks = new Shuffle(plan, lot);
        run(blocks, plan, pair, 0, 1);
        List<Captured> committed = capture(blocks, 0);
        blocks.send(index -> advance(plan, pair, 0, 1, index));
        IntStream.range(0, 12).forEach(_ -> blocks.deliver());
        reports.getAllReceived();
        blocks.send(index -> new Restore(
                1, committed.get(index).snapshot(), TestInbox.<Restored>create().getRef()));
        blocks.settle();

        assertFalse(reports.hasMessages(), "the epoch was cut short");
        assertEquals(exact.subList(1, EPOCHS), run(blocks, plan, pair, 1, 1, EPOCHS));
    }

    @Test
    void whatCarriesAnOlderTermIsRefused() {
        Pair pair = pairs().findFirst().orElseThrow();
        Cut cut = new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 1);
        Plan plan = plan(pair, cut, 0);
        Shuffle blocks = new Shuffle(plan, 1);
        run(blocks, plan, pair, 0, 1);
        List<Captured> before = capture(blocks, 0);
        blocks.send(index -> new Restore(
                2, before.get(index).snapshot(), TestInbox.<Restored>create().getRef()));
        blocks.settle();
        TestInbox<Captured> captures = TestInbox.create();

        blocks.send(index -> advance(plan, pair, 1, 1, index));
        blocks.send(_ -> new Halo(1, COLOURS * SWEEPS, Side.NORTH, new long[CHAINS]));
        blocks.send(_ -> new Capture(1, captures.getRef()));
        blocks.send(index -> new Restore(
                1, before.get(index).snapshot(), TestInbox.<Restored>create().getRef()));
        blocks.settle();

        assertFalse(reports.hasMessages(), "no block has moved");
        assertFalse(captures.hasMessages(), "no block has answered");
        assertEquals(contents(before), contents(capture(blocks, 2)));
        List<List<Series>> exact = new ArrayList<>();
        mosaic(pair, cut, exact);
        assertEquals(exact.subList(1, EPOCHS), run(blocks, plan, pair, 2, 1, EPOCHS), "as if nothing had been");
    }

    @Test
    void moreEpochsAtATimeThanTheLagAllowsAreRefused() {
        Pair pair = pairs().findFirst().orElseThrow();
        Plan plan = plan(pair, new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 1), 2);
        Shuffle blocks = new Shuffle(plan, 1);
        for (int epoch = 0; epoch < 3; epoch++) {
            blocks.send(0, advance(plan, pair, 0, epoch, 0));
        }
        blocks.settle();

        blocks.send(0, advance(plan, pair, 0, 3, 0));
        Exception refusal = assertThrows(IllegalStateException.class, blocks::settle);
        assertEquals("granted more than 3 epochs at a time", refusal.getMessage());
    }

    @Test
    void anEdgeFromTheFutureIsRefused() {
        Pair pair = pairs().findFirst().orElseThrow();
        Shuffle blocks = new Shuffle(plan(pair, new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 1), 0), 1);
        blocks.send(0, new Halo(0, 2, Side.NORTH, new long[CHAINS]));
        Exception refusal = assertThrows(IllegalStateException.class, blocks::settle);
        assertEquals("edge for step 2 while at step 0", refusal.getMessage());
    }

    private static Plan plan(Pair pair, Cut cut, int lag) {
        return new Plan("test", cut, pair.dynamics(SEED), CHAINS, lag);
    }

    /** Couplings that no two epochs share; in odd epochs the chains share them. */
    private static ChainCouplings couplings(Pair pair, long epoch) {
        Couplings couplings = pair.couplings();
        Couplings first = couplings.with(0, couplings.at(0) + 0.01 * epoch);
        Couplings second = couplings.with(0, couplings.at(0) - 0.01 * epoch);
        return epoch % 2 == 0 ? new ChainCouplings(List.of(first, second)) : ChainCouplings.all(first);
    }

    private static double[] evidence(Patch patch, int chain) {
        return IntStream.range(0, patch.sites())
                .mapToDouble(k ->
                        (patch.top() + k / patch.columns() + 2 * (patch.left() + k % patch.columns()) + chain) % 3 - 1)
                .toArray();
    }

    private Advance advance(Plan plan, Pair pair, long term, long epoch, int index) {
        List<PatchChange> changes = new ArrayList<>();
        for (int chain = 0; chain < CHAINS && epoch == 0; chain++) {
            double[] seen = evidence(plan.cut().patch(index), chain);
            changes.add(PatchChange.of(chain, Optional.of(Start.DISORDERED), Optional.of(seen)));
        }
        if (epoch == EXCHANGE) {
            changes.add(PatchChange.copy(0, 1));
            changes.add(PatchChange.copy(1, 0));
        }
        return new Advance(
                term,
                epoch,
                epoch * SWEEPS,
                SWEEPS,
                couplings(pair, epoch),
                changes,
                epoch > 0,
                true,
                reports.getRef());
    }

    private List<List<Series>> run(Shuffle blocks, Plan plan, Pair pair, long term, int until) {
        return run(blocks, plan, pair, term, 0, until);
    }

    /** Runs epochs, with as many under way as the lag allows; returns what all blocks together saw in each. */
    private List<List<Series>> run(Shuffle blocks, Plan plan, Pair pair, long term, int from, int until) {
        SequencedMap<Long, List<Report>> seen = new TreeMap<>();
        int granted = from;
        while (seen.values().stream().mapToInt(List::size).sum()
                < (until - from) * plan.cut().count()) {
            boolean mayGrant = granted < until
                    && (granted - from <= plan.lag() || isWhole(plan, seen.get((long) granted - 1 - plan.lag())));
            if (mayGrant && blocks.toss()) {
                long epoch = granted++;
                blocks.send(index -> advance(plan, pair, term, epoch, index));
            } else {
                assertTrue(blocks.deliver() || mayGrant, "the blocks are stuck");
            }
            reports.getAllReceived()
                    .forEach(report -> seen.computeIfAbsent(report.epoch(), _ -> new ArrayList<>())
                            .add(report));
        }
        blocks.settle();
        return seen.values().stream().map(BlockTest::merged).toList();
    }

    private static boolean isWhole(Plan plan, List<Report> epoch) {
        return epoch != null && epoch.size() == plan.cut().count();
    }

    private static List<Series> merged(List<Report> parts) {
        List<Series> whole = new ArrayList<>();
        for (int chain = 0; chain < CHAINS; chain++) {
            Series first = parts.getFirst().chains().get(chain);
            Series sum = Series.zeros(first.sweeps(), first.terms());
            for (Report part : parts) {
                sum.merge(part.chains().get(chain));
            }
            whole.add(sum);
        }
        return whole;
    }

    private List<Captured> capture(Shuffle blocks, long term) {
        TestInbox<Captured> captures = TestInbox.create();
        blocks.send(_ -> new Capture(term, captures.getRef()));
        blocks.settle();
        return captures.getAllReceived().stream()
                .sorted(Comparator.comparingInt(Captured::block))
                .toList();
    }

    private static List<String> contents(List<Captured> captures) {
        return captures.stream().map(Captured::snapshot).map(Snapshot::digest).toList();
    }

    private static String digest(Plan plan, List<Captured> captures) {
        List<List<Field>> fields = captures.stream()
                .map(captured ->
                        captured.snapshot().content(plan.cut().lattice(), plan.dynamics()::field).chains().stream()
                                .map(Snapshot.Chain::field)
                                .toList())
                .toList();
        return FieldDigest.of(plan.cut(), fields);
    }

    /** The digest of the fields, and the series of each epoch, as one thread reckons them in one block. */
    private static String mosaic(Pair pair, Cut cut, List<List<Series>> series) {
        Cut whole = new Cut(cut.lattice(), 1, 1);
        Mosaic mosaic = new Mosaic(whole, pair.dynamics(SEED), CHAINS);
        for (int chain = 0; chain < CHAINS; chain++) {
            mosaic.tiles().getFirst().show(chain, evidence(whole.patch(0), chain));
            mosaic.restart(chain, Start.DISORDERED);
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            mosaic.copy(epoch == EXCHANGE ? Map.of(0, 1, 1, 0) : Map.of());
            series.add(mosaic.run(SWEEPS, couplings(pair, epoch)));
        }
        return mosaic.digest();
    }
}
