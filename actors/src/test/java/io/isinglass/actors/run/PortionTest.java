package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.store.DeadLetter;
import io.isinglass.actors.store.Replay;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.sink.Reached;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a page of the journal brings to a sink, and what it shows to be missing. */
class PortionTest {

    private static final Reached FROM = new Reached(10, 30, 4);
    private static final String AT = "2026-01-02T03:04:05Z";

    private static Replay.Numbered committed(long number, long... rows) {
        List<Row> all = LongStream.of(rows)
                .mapToObj(seq -> new Row("run", "energy", 1.0, null, null, null, 0, 0, seq, AT))
                .toList();
        ChainCouplings at = new ChainCouplings(List.of(new Couplings(0.4, 0)));
        return new Replay.Numbered(number, new Event.Committed(1, 0, at, -1, all, ""));
    }

    private static Replay.Numbered paused(long number) {
        return new Replay.Numbered(number, new Event.Paused(AT));
    }

    private static List<Long> rows(Portion portion) {
        return portion.parcel().rows().stream().map(Row::seq).toList();
    }

    @Test
    void rowsComeInTheirOrderAndOtherEventsArePassedOver() {
        Portion portion = Portion.after(
                FROM, List.of(committed(11, 30, 31), paused(12), committed(13), committed(14, 32)), List.of(), false);

        assertEquals(List.of(30L, 31L, 32L), rows(portion));
        assertEquals(new Reached(14, 33, 4), portion.parcel().after());
        assertEquals(0, portion.lost());
        assertFalse(portion.more());
    }

    @Test
    void linesThatAreNoRecordAreAsTheyAreKept() {
        byte[] kept = "{\"line\":7,\"reason\":\"why\",\"text\":\"ö\"}".getBytes(StandardCharsets.UTF_8);
        Portion portion = Portion.after(FROM, List.of(), List.of(new DeadLetter(7, kept)), false);

        assertEquals(
                List.of(new String(kept, StandardCharsets.UTF_8)),
                portion.parcel().letters());
        assertEquals(new Reached(10, 30, 7), portion.parcel().after());
        assertFalse(portion.parcel().isEmpty());
    }

    @Test
    void nothingBringsNothing() {
        Portion portion = Portion.after(FROM, List.of(paused(11)), List.of(), false);
        assertTrue(portion.parcel().isEmpty());
        assertEquals(new Reached(11, 30, 4), portion.parcel().after());
        assertEquals(
                FROM, Portion.after(FROM, List.of(), List.of(), false).parcel().after());
    }

    @Test
    void whatTheJournalHasDroppedIsCountedByTheFirstRowAfterIt() {
        Portion portion = Portion.after(FROM, List.of(committed(20, 61, 62)), List.of(), false);
        assertEquals(31, portion.lost());
        assertFalse(portion.leavesGap());

        Portion open = Portion.after(FROM, List.of(paused(20)), List.of(), false);
        assertEquals(0, open.lost());
        assertTrue(open.leavesGap());
        Portion next = Portion.after(open.parcel().after(), List.of(committed(21, 61)), List.of(), open.leavesGap());
        assertEquals(31, next.lost());
        assertFalse(next.leavesGap());
    }

    @Test
    void theRowsOfARunThatBeganFromAnotherAreNoGap() {
        Portion portion = Portion.after(Reached.NONE, List.of(paused(1), committed(2, 5000)), List.of(), false);
        assertEquals(0, portion.lost());
    }

    @Test
    void aFullPageMayNotBeTheLast() {
        List<Replay.Numbered> page = IntStream.rangeClosed(1, Portion.EVENTS)
                .mapToObj(PortionTest::paused)
                .toList();
        assertTrue(Portion.after(Reached.NONE, page, List.of(), false).more());
    }
}
