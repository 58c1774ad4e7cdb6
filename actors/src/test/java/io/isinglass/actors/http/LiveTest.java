package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.http.Conversation.Event;
import io.isinglass.actors.run.Result;
import io.isinglass.actors.run.Run;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as server-sent events: each once, in order, and what is missed is announced. */
class LiveTest {

    private static final int ROWS_AN_EPOCH = 12;

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        api = new Conversation(data);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void clear() {
        api.clear();
    }

    @Test
    void aLiveStreamHasEveryRowOnceAndThenItsEnd() throws Exception {
        List<Event> events = api.events(api.start(12) + "/metrics");
        List<Event> rows = events.subList(0, events.size() - 1);
        assertTrue(rows.stream().allMatch(event -> event.type().equals("row")));
        assertEquals(seqs(0, 12L * ROWS_AN_EPOCH), rows.stream().map(Event::id).toList());
        assertTrue(rows.stream()
                .allMatch(event -> event.id() == event.data().path("seq").asLong()));
        assertEquals("end", events.getLast().type());
        assertEquals("finished", events.getLast().data().path("state").asText());
    }

    @Test
    void theEndOfALiveStreamIsTheEndOfTheRun() throws Exception {
        String address = api.start(1_000_000);
        Run run = api.run(address);
        List<Event> events = api.events(address + "/metrics", event -> {
            if (event.type().equals("row") && event.id() >= 5) {
                run.stop();
            }
        });
        assertEquals("end", events.getLast().type());
        assertEquals("stopped", events.getLast().data().path("state").asText());
        assertTrue(events.getLast().data().path("epochs").asInt() > 0, "as it was in the end, not in the beginning");
    }

    @Test
    void aLiveStreamGoesOnWhereTheReaderLostIt() throws Exception {
        String metrics = api.finish(4) + "/metrics";
        List<Event> rest = api.events(metrics, "Last-Event-ID", "24");
        assertEquals(seqs(25, 40), rest.stream().limit(15).map(Event::id).toList());
        assertEquals("end", rest.getLast().type());
        assertEquals(rest.subList(0, 15), api.events(metrics + "?after=24").subList(0, 15), "in the query likewise");
    }

    @Test
    void aReaderOfAnotherRunOfTheSameNameBeginsAnew() throws Exception {
        List<Event> events = api.events(api.finish(2) + "/metrics", "Last-Event-ID", "5000");
        assertEquals(
                seqs(0, 2L * ROWS_AN_EPOCH),
                events.stream()
                        .filter(event -> event.type().equals("row"))
                        .map(Event::id)
                        .toList());
    }

    @Test
    void whatASlowReaderMissedIsAnnounced() throws Exception {
        int epochs = 40;
        String metrics = api.finish(epochs) + "/metrics";
        List<Event> events = api.events(metrics);
        long missed = (long) epochs * ROWS_AN_EPOCH - Conversation.RING;
        assertEquals("gap", events.getFirst().type());
        assertEquals(missed, events.getFirst().data().path("missed").asLong());
        assertFalse(events.getFirst().fields().containsKey("id"), "a gap has no id to resume from");
        assertEquals(missed, events.get(1).id());
        assertEquals(
                missed,
                Conversation.json(api.get(metrics).body()).path("missed").asLong());
        assertEquals(
                missed - 11,
                Conversation.json(api.get(metrics + "?after=10").body())
                        .path("missed")
                        .asLong());
    }

    @Test
    void aReaderThatDoesNotReadDoesNotSlowTheRun() throws Exception {
        String run = api.start(400);
        HttpResponse<InputStream> unread = api.send(
                "GET",
                run + "/metrics",
                BodyPublishers.noBody(),
                BodyHandlers.ofInputStream(),
                "Accept",
                "text/event-stream");
        Result result = api.run(run).result().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(400, result.epochs());
        unread.body().close();
    }

    private static List<Long> seqs(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }
}
