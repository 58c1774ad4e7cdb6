package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.pattern.StatusReply;
import io.isinglass.actors.Pair;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Block.Advance;
import io.isinglass.actors.block.Block.Capture;
import io.isinglass.actors.block.Block.Captured;
import io.isinglass.actors.block.Block.Report;
import io.isinglass.actors.block.Plan;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The conductor, with the reports of its blocks in hand. */
class ConductorTest {

    private static final Pair PAIR = new Pair("ising", "heat-bath");
    private static final Plan PLAN =
            new Plan("test", new Cut(new Lattice(4, 6, Boundary.TORUS), 2, 3), PAIR.dynamics(1), 1, 1);
    private static final int BLOCKS = 6;
    private static final int SWEEPS = 2;

    private final BehaviorTestKit<Conductor.Command> conductor = BehaviorTestKit.create(Conductor.create(PLAN));
    private final TestInbox<StatusReply<Sample>> samples = TestInbox.create();

    @Test
    void aSampleIsTheSumOfTheReportsOfAllBlocks() {
        perform(0);
        List<Advance> grants = grants();
        for (int block = BLOCKS - 1; block >= 0; block--) {
            assertFalse(samples.hasMessages(), "block " + block + " has not reported");
            report(grants.get(block), 0, 0, block);
        }
        assertEquals(21, sum(samples.receiveMessage()), "1 + 2 + … + 6");
        assertFalse(samples.hasMessages());
    }

    @Test
    void aReportThatComesTwiceCountsOnce() {
        perform(0);
        List<Advance> grants = grants();
        for (int block = 0; block < BLOCKS; block++) {
            report(grants.get(block), 0, 0, block);
            report(grants.get(block), 0, 0, block);
        }
        assertEquals(21, sum(samples.receiveMessage()));
        assertFalse(samples.hasMessages());
    }

    @Test
    void aReportOfAnotherTermOrEpochIsRefused() {
        perform(4);
        List<Advance> grants = grants();
        IntStream.range(0, BLOCKS).forEach(block -> report(grants.get(block), -1, 4, block));
        IntStream.range(0, BLOCKS).forEach(block -> report(grants.get(block), 1, 4, block));
        IntStream.range(0, BLOCKS).forEach(block -> report(grants.get(block), 0, 3, block));
        assertFalse(samples.hasMessages());

        IntStream.range(0, BLOCKS).forEach(block -> report(grants.get(block), 0, 4, block));
        assertEquals(21, sum(samples.receiveMessage()));
    }

    @Test
    void epochsUnderWayAreKeptApart() {
        perform(0);
        List<Advance> first = grants();
        perform(1);
        List<Advance> second = grants();
        for (int block = 0; block < BLOCKS; block++) {
            report(second.get(block), 0, 1, block);
            report(first.get(block), 0, 0, block);
        }
        assertEquals(1, samples.receiveMessage().getValue().order().epoch());
        assertEquals(0, samples.receiveMessage().getValue().order().epoch());
    }

    @Test
    void moreEpochsAtATimeThanTheLagAllowsAreRefused() {
        perform(0);
        perform(1);
        perform(2);
        assertEquals(
                "more than 2 epochs asked for at a time",
                samples.receiveMessage().getError().getMessage());
        assertEquals(2, conductor.childInbox("1-2").getAllReceived().size(), "granted to each block");
    }

    @Test
    void theDigestDoesNotDependOnWhoAnswersFirst() {
        List<Tile> tiles = IntStream.range(0, BLOCKS)
                .mapToObj(block -> new Tile(PLAN.cut().patch(block), PLAN.dynamics(), 1))
                .toList();
        tiles.forEach(tile -> tile.restart(0, Start.DISORDERED, 0));
        String exact = FieldDigest.of(
                PLAN.cut(), tiles.stream().map(tile -> List.of(tile.field(0))).toList());
        TestInbox<StatusReply<String>> digests = TestInbox.create();

        conductor.run(new Conductor.Digest(digests.getRef()));
        for (int block = BLOCKS - 1; block >= 0; block--) {
            assertFalse(digests.hasMessages());
            Capture wish = (Capture) conductor
                    .<Block.Command>childInbox(block / 3 + "-" + block % 3)
                    .receiveMessage();
            wish.replyTo().tell(new Captured(0, block, tiles.get(block).snapshot(0)));
            conductor.runOne();
        }
        assertEquals(exact, digests.receiveMessage().getValue());
    }

    private void perform(long epoch) {
        Order order = new Order(epoch, SWEEPS, ChainCouplings.all(PAIR.couplings()), List.of(), false, false, false);
        conductor.run(new Conductor.Perform(order, samples.getRef()));
    }

    /** What each block was just told, in the order of the blocks. */
    private List<Advance> grants() {
        return IntStream.range(0, BLOCKS)
                .mapToObj(block -> conductor.<Block.Command>childInbox(block / 3 + "-" + block % 3))
                .map(inbox -> (Advance) inbox.receiveMessage())
                .toList();
    }

    /** Block k reports k + 1 in the first sweep. */
    private void report(Advance grant, long term, long epoch, int block) {
        Series series = Series.zeros(SWEEPS, 3);
        series.add(0, 0, block + 1);
        grant.replyTo().tell(new Report(term, epoch, block, List.of(series), List.of(), List.of()));
        conductor.runOne();
    }

    private static double sum(StatusReply<Sample> reply) {
        return reply.getValue().chains().getFirst().value(0, 0);
    }
}
