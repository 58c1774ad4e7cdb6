package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The books that a conductor keeps: what its events add up to, its points, its followers and its folder. */
class BooksTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String AT = "2026-01-02T03:04:05Z";
    private static final Charter CHARTER = new Charter("run-1", "{}");

    private static Chronicle chronicle(Event... events) {
        Chronicle state = Chronicle.EMPTY;
        for (Event event : events) {
            state = state.after(event);
        }
        return state;
    }

    private static Event created() {
        return new Event.Created(CHARTER, Optional.empty(), Optional.empty(), AT);
    }

    private static Event opened(long term, String owner) {
        return new Event.Opened(term, owner, "because", AT);
    }

    private static Event committed(long epoch, Row... rows) {
        ChainCouplings couplings = ChainCouplings.all(new Couplings(0.44));
        return new Event.Committed(1, epoch, couplings, -1, List.of(rows), "chain-" + epoch);
    }

    private static Event kept(long epochs, Long... dropped) {
        return new Event.Kept(1, point(epochs), List.of(dropped));
    }

    private static Point point(long epochs) {
        Sealed sealed = sealed("block-" + epochs);
        return new Point(epochs, List.of(sealed), Optional.of(sealed("memory-" + epochs)));
    }

    private static Sealed sealed(String key) {
        return new Sealed(key, "0".repeat(64), 1);
    }

    private static Row row(long seq, String key) {
        return new Row("run", key, (double) seq, null, null, null, seq / 2, seq, seq, AT);
    }

    private static List<Long> epochs(Chronicle state) {
        return state.points().stream().map(Point::epochs).toList();
    }

    @Test
    void whatIsCommittedIsTheRun() {
        Chronicle state =
                chronicle(created(), opened(1, "a"), committed(0, row(0, "x"), row(1, "y")), committed(1, row(2, "x")));
        assertEquals(Optional.of(CHARTER), state.charter());
        assertEquals(2, state.epochs());
        assertEquals("chain-1", state.chain());
        assertEquals(3, state.rows());
        assertEquals(row(2, "x"), state.last().get("x"));
        assertEquals(row(1, "y"), state.last().get("y"));
    }

    @Test
    void onlyTheLastRowsAreAtHand() {
        Chronicle state = chronicle(created());
        for (long seq = 0; seq < Chronicle.RECENT + 10L; seq += 2) {
            state = state.after(committed(seq / 2, row(seq, "x"), row(seq + 1, "y")));
        }
        assertEquals(Chronicle.RECENT, state.recent().size());
        assertEquals(10, state.recent().getFirst().seq());
        assertEquals(Chronicle.RECENT + 10L, state.rows());
    }

    @Test
    void termsAreFruitlessUntilTheyCommit() {
        Chronicle state = chronicle(created(), opened(1, "a"), opened(2, "a"));
        assertEquals(2, state.fruitless());
        assertEquals(0, state.after(committed(0)).fruitless());
        assertEquals(2, state.term());
    }

    @Test
    void aRunIsTakenFromWhoOwnedItOnce() {
        Chronicle state = chronicle(created(), opened(1, "a"), opened(2, "a"));
        assertEquals(List.of("a"), state.owners());
        assertFalse(state.isTakenFrom("a"));
        assertFalse(state.isTakenFrom("b"), "who has never owned it may take it");
        Chronicle taken = state.after(opened(3, "b"));
        assertTrue(taken.isTakenFrom("a"));
        assertFalse(taken.isTakenFrom("b"));
    }

    @Test
    void aRunIsTakenUpFromItsNewestPointThatIsSound() {
        Chronicle state = chronicle(created(), kept(2), kept(4), kept(6, 2L));
        assertEquals(List.of(4L, 6L), epochs(state));
        assertEquals(6, state.latest().epochs());
        Chronicle spoilt = state.after(new Event.Spoilt(6, "a key", "gone"));
        assertEquals(4, spoilt.latest().epochs());
        assertEquals(
                Point.ZERO, spoilt.after(new Event.Spoilt(4, "a key", "gone")).latest());
        assertEquals(List.of(4L, 6L), epochs(state.after(kept(6))), "the same point once more");
    }

    @Test
    void aForkBeginsWhereItsBaseWas() {
        Chronicle state =
                chronicle(new Event.Created(CHARTER, Optional.of(new Base("parent", point(5))), Optional.empty(), AT));
        assertEquals(5, state.epochs());
        assertEquals(point(5), state.latest());
    }

    @Test
    void aRunStandsStillAndGoesOnAndEnds() {
        Chronicle paused = chronicle(created(), new Event.Paused(AT));
        assertTrue(paused.paused());
        assertFalse(paused.after(new Event.Resumed(AT)).paused());
        Event.Ended ended = new Event.Ended(State.STOPPED, "", "", AT);
        assertEquals(Optional.of(ended), paused.after(ended).end());
    }

    @Test
    void aRunIsKeptWhenItIsTimeWhenItIsWantedAndAtItsEnd() {
        Hand clock = new Hand();
        Points points = new Points(Duration.ofSeconds(10), clock);
        points.begin(0, OptionalLong.of(100));
        assertFalse(points.keeps(0));
        clock.pass(Duration.ofSeconds(10));
        assertTrue(points.keeps(1));
        assertFalse(points.keeps(2), "ten seconds from the last point on");
        points.want();
        assertTrue(points.keeps(3));
        assertFalse(points.keeps(4));
        assertTrue(points.keeps(99), "the last");
    }

    @Test
    void aPointIsWholeWithBlocksAndMemory() {
        Points points = new Points(Duration.ofDays(1), Clock.systemUTC());
        points.begin(0, OptionalLong.of(100));
        assertEquals(Optional.empty(), points.memory(4, sealed("memory-4")));
        assertEquals(Optional.empty(), points.blocks(5, List.of(sealed("block-5"))));
        assertEquals(Optional.of(point(5)), points.memory(5, sealed("memory-5")));
        assertEquals(Optional.empty(), points.blocks(4, List.of(sealed("block-4"))), "an older one is of no use now");
        points.begin(0, OptionalLong.of(100));
        assertEquals(Optional.empty(), points.blocks(5, List.of(sealed("block-5"))), "each term has its own");
    }

    private final TestInbox<Conductor.News> inbox = TestInbox.create();

    private static View view() {
        return new View(
                State.RUNNING,
                "",
                "",
                AT,
                0,
                1,
                0,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Row> rows(long until) {
        return LongStream.range(Math.max(0, until - Chronicle.RECENT), until)
                .mapToObj(seq -> row(seq, "x"))
                .toList();
    }

    private Conductor.Follow follow(long after, String reader, boolean eager) {
        return new Conductor.Follow(after, reader, eager ? 0 : view().mark(), inbox.getRef());
    }

    @Test
    void whoAsksIsAnsweredWhenThereIsSomethingNew() {
        Followers followers = new Followers(new Hand(), PATIENCE);
        assertTrue(followers.add(follow(9, "", false), rows(10), BooksTest::view));
        assertFalse(inbox.hasMessages());
        followers.tell(rows(12), BooksTest::view);
        assertEquals(
                List.of(10L, 11L),
                inbox.receiveMessage().rows().stream().map(Row::seq).toList());
        followers.tell(rows(13), BooksTest::view);
        assertFalse(inbox.hasMessages(), "once for each question");
        assertFalse(followers.add(follow(12, "", true), rows(13), BooksTest::view));
        assertEquals(List.of(), inbox.receiveMessage().rows(), "who is eager does not wait");
        assertFalse(followers.add(follow(-1, "", false), rows(3), BooksTest::view));
        assertEquals(3, inbox.receiveMessage().rows().size());
    }

    @Test
    void aReaderThatMustNotMissARowHoldsTheRunBack() {
        Followers followers = new Followers(new Hand(), PATIENCE);
        assertTrue(followers.add(follow(-1, "", false), rows(0), BooksTest::view));
        assertFalse(followers.isBehind(100_000), "who may miss rows holds nobody back");
        assertTrue(followers.add(follow(-1, "folder", false), rows(0), BooksTest::view));
        assertFalse(followers.isBehind(Chronicle.RECENT / 2));
        assertTrue(followers.isBehind(Chronicle.RECENT / 2 + 1L));
        assertFalse(
                followers.add(follow(Chronicle.RECENT / 2, "folder", false), rows(Chronicle.RECENT), BooksTest::view));
        assertFalse(followers.isBehind(Chronicle.RECENT / 2 + 1L));
        assertTrue(rows(Chronicle.RECENT).getFirst().seq() == 0, "what it asks for is still there");
    }

    @Test
    void whoDoesNotAskForTooLongIsForgottenAndWhoIsSlowIsNot() {
        Hand clock = new Hand();
        Followers followers = new Followers(clock, PATIENCE);
        long rows = Chronicle.RECENT;
        followers.add(follow(7, "slow", false), rows(0), BooksTest::view);
        followers.add(follow(rows, "quick", false), rows(0), BooksTest::view);
        for (int ask = 0; ask < 3; ask++) {
            followers.add(follow(7, "folder", false), rows(0), BooksTest::view);
            clock.pass(PATIENCE.minusNanos(1));
            followers.add(follow(7, "slow", false), rows(0), BooksTest::view);
            assertEquals(Map.of(), followers.forget(rows));
        }
        clock.pass(Duration.ofNanos(2));
        assertEquals(
                Map.of(
                        "folder",
                        new Followers.Seen(
                                7, Instant.EPOCH.plus(PATIENCE.minusNanos(1).multipliedBy(2)))),
                followers.forget(rows));
        assertTrue(followers.isBehind(rows), "one is only slow");
        followers.add(follow(rows, "slow", false), rows(0), BooksTest::view);
        assertFalse(followers.isBehind(rows));
        followers.add(follow(7, "folder", false), rows(0), BooksTest::view);
        assertTrue(followers.isBehind(rows), "who comes back is waited for");
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 1000})
    void whatIsNoWholeLineIsCutOff(int torn) throws IOException {
        Path metrics = folder.resolve("metrics.ndjson");
        List<String> lines = new ArrayList<>(rows(3).stream().map(RowJson::line).toList());
        String whole = String.join("\n", lines) + "\n";
        String last = RowJson.line(row(3, "x"));
        Files.writeString(metrics, whole + last.substring(0, Math.min(torn, last.length() - 1)));

        OutFolder resumed = OutFolder.resume(folder);
        assertEquals(2, resumed.lastRow());
        resumed.append(List.of(row(3, "x")));
        assertEquals(whole + last + "\n", Files.readString(metrics));
    }

    @Test
    void aWholeLineWithoutItsEndIsWrittenOnce() throws IOException {
        Path metrics = folder.resolve("metrics.ndjson");
        Files.writeString(metrics, RowJson.line(row(0, "x")));
        OutFolder resumed = OutFolder.resume(folder);
        resumed.append(rows(2).subList((int) resumed.lastRow() + 1, 2));
        assertEquals(2, Files.readAllLines(metrics).size());
    }

    @Test
    void aFolderWithAResultIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("metrics.ndjson"), "");
        Files.writeString(folder.resolve("result.json"), "{}");
        assertTrue(assertThrows(IOException.class, () -> OutFolder.resume(folder))
                .getMessage()
                .contains("take another folder"));
    }
}
