package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.pattern.StatusReply;
import io.isinglass.actors.Pair;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The grid, with the seats and the sums of its sections in hand: three blocks with each of two. */
class GridTest {

    private static final Pair PAIR = new Pair("ising", "heat-bath");
    private static final Plan PLAN =
            new Plan("test", new Cut(new Lattice(4, 6, Boundary.TORUS), 2, 3), PAIR.dynamics(1), 1, 1, 1);
    private static final Charter CHARTER = new Charter("test", "");
    private static final int BLOCKS = 6;
    private static final int SWEEPS = 2;
    private static final long TERM = 4;

    private final List<TestInbox<Block.Command>> blocks = IntStream.range(0, BLOCKS)
            .mapToObj(_ -> TestInbox.<Block.Command>create())
            .toList();
    private final List<TestInbox<Section.Command>> sections =
            List.of(TestInbox.create("first"), TestInbox.create("second"));
    private final TestInbox<Grid.News> news = TestInbox.create();
    private final TestInbox<StatusReply<Sample>> samples = TestInbox.create();
    private final BehaviorTestKit<Grid.Command> grid = BehaviorTestKit.create(Grid.create(
            new Grid.Term(TERM, CHARTER, PLAN, List.of()),
            id -> blocks.get(id.index()).getRef(),
            news.getRef()));

    @Test
    void allBlocksAreAskedToEnterAndBeginAtZero() {
        for (TestInbox<Block.Command> block : blocks) {
            assertEquals(
                    List.of(new Block.Enter(TERM, CHARTER, Optional.empty(), grid.getRef())), block.getAllReceived());
        }
    }

    @Test
    void theTermBeginsWhenAllHaveTheirSeats() {
        perform(3);
        IntStream.range(0, BLOCKS - 1).forEach(this::seat);
        seat(0);
        grid.run(new Grid.Seated(TERM - 1, BLOCKS - 1, sections.getLast().getRef()));
        assertFalse(sections.getFirst().hasMessages());

        seat(BLOCKS - 1);
        Section.Start start =
                assertInstanceOf(Section.Start.class, sections.getLast().receiveMessage());
        assertEquals(1, start.own());
        assertEquals(
                List.of(0, 0, 0, 1, 1, 1), IntStream.of(start.homes()).boxed().toList());
        assertEquals(
                List.of(new Section.Perform(TERM, 3, order(3))),
                sections.getLast().getAllReceived());
    }

    @Test
    void aSampleIsWhatTheSectionsSummed() {
        begin();
        perform(0);
        sum(TERM, 0, 21);
        assertEquals(21, value(samples.receiveMessage()));
        sum(TERM, 0, 22);
        assertFalse(samples.hasMessages(), "a sum that comes twice counts once");
    }

    @Test
    void aSumOfAnotherTermOrEpochIsRefused() {
        begin();
        perform(4);
        sum(TERM - 1, 4, 1);
        sum(TERM + 1, 4, 2);
        sum(TERM, 3, 3);
        assertFalse(samples.hasMessages());
        sum(TERM, 4, 21);
        assertEquals(21, value(samples.receiveMessage()));
    }

    @Test
    void epochsUnderWayAreKeptApart() {
        begin();
        perform(0);
        perform(1);
        sum(TERM, 1, 1);
        sum(TERM, 0, 2);
        assertEquals(1, samples.receiveMessage().getValue().order().epoch());
        assertEquals(0, samples.receiveMessage().getValue().order().epoch());
    }

    @Test
    void moreEpochsAtATimeThanTheLagAllowsAreRefused() {
        begin();
        perform(0);
        perform(1);
        perform(2);
        assertEquals(
                "more than 2 epochs asked for at a time",
                samples.receiveMessage().getError().getMessage());
        assertEquals(2, sections.getFirst().getAllReceived().size(), "ordered from each section");
    }

    @Test
    void aLostBlockEndsTheTermAndWhoeverWaitsIsTold() {
        begin();
        perform(0);
        grid.run(new Grid.Lost(TERM - 1, 4));
        grid.run(new Grid.Lost(TERM, 4));
        assertEquals(new Grid.Broken(TERM, "block test/1/1 has moved", true), news.receiveMessage());
        assertFalse(grid.isAlive());
    }

    @Test
    void aBlockThatFailsSaysWhyAndIsNotTakenForOneThatHasMoved() {
        begin();
        grid.run(new Grid.Failed(TERM - 1, 4, "long ago"));
        grid.run(new Grid.Failed(TERM, 4, "a sum left its range"));
        assertEquals(
                new Grid.Broken(TERM, "block test/1/1 failed: a sum left its range", false), news.receiveMessage());
        assertFalse(grid.isAlive());
    }

    @Test
    void theVaultHasAnEpochWhenItHasAllBlocks() {
        begin();
        List<Sealed> all = IntStream.range(0, BLOCKS)
                .mapToObj(block -> new Sealed("test/1-4/block-" + block, "0".repeat(64), block))
                .toList();
        for (int block = BLOCKS - 1; block >= 0; block--) {
            assertFalse(news.hasMessages());
            grid.run(new Grid.Kept(TERM - 1, 0, block, all.get(block)));
            grid.run(new Grid.Kept(TERM, 0, block, all.get(block)));
        }
        assertEquals(List.of(new Grid.Stored(TERM, 0, all)), news.getAllReceived());
    }

    @Test
    void aBlockThatFindsItsOriginDamagedEndsTheTerm() {
        grid.run(new Grid.Damage(TERM - 1, 2, "an old key", "gone"));
        grid.run(new Grid.Damage(TERM, 2, "a key", "gone"));
        assertEquals(List.of(new Grid.Spoilt(TERM, "a key", "gone")), news.getAllReceived());
        assertFalse(grid.isAlive());
    }

    private void seat(int block) {
        grid.run(new Grid.Seated(TERM, block, sections.get(block / 3).getRef()));
    }

    private void begin() {
        IntStream.range(0, BLOCKS).forEach(this::seat);
        sections.forEach(TestInbox::getAllReceived);
    }

    private static Order order(long epoch) {
        return new Order(epoch, SWEEPS, ChainCouplings.all(PAIR.couplings()), List.of(), false, false, false);
    }

    private void perform(long epoch) {
        grid.run(new Grid.Perform(order(epoch), samples.getRef()));
    }

    private void sum(long term, long epoch, double value) {
        Series series = Series.zeros(SWEEPS, 3);
        series.add(0, 0, value);
        grid.run(new Grid.Summed(term, epoch, List.of(series)));
    }

    private static double value(StatusReply<Sample> reply) {
        return reply.getValue().chains().getFirst().value(0, 0);
    }
}
