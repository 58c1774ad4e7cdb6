package io.isinglass.actors.http;

import akka.NotUsed;
import akka.http.javadsl.marshalling.sse.EventStreamMarshalling;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.run.Run;
import io.isinglass.streams.metric.Feed;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The metric rows of a run: those that are there, or all from now on as server-sent events. */
final class Metrics {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final Gauges gauges;

    Metrics(Gauges gauges) {
        this.gauges = gauges;
    }

    /** Rows after number {@code after}, of key {@code key} if given. */
    HttpResponse page(Run run, long after, int limit, Optional<String> key) {
        Feed.Portion portion = run.feed().now(after + 1, Math.max(1, Math.min(MOST, limit)));
        ObjectNode page = Json.object();
        ArrayNode rows = page.putArray("rows");
        long next = after;
        for (Row row : portion.rows()) {
            next = row.seq();
            if (key.isEmpty() || key.get().equals(row.key())) {
                rows.add(Json.tree(row));
            }
        }
        gauges.missed(portion.missed());
        page.put("next", next);
        page.put("missed", portion.missed());
        return Json.response(StatusCodes.OK, page);
    }

    Route live(Run run, long after) {
        Source<ServerSentEvent, NotUsed> events = run.feed()
                .live(after + 1)
                .mapConcat(this::events)
                .concatLazy(Source.lazySingle(() -> end(run)))
                .keepAlive(HEARTBEAT, ServerSentEvent::heartbeat);
        return Directives.completeOK(events, EventStreamMarshalling.toEventStream());
    }

    private List<ServerSentEvent> events(Feed.Portion portion) {
        List<ServerSentEvent> events = new ArrayList<>();
        if (portion.missed() > 0) {
            gauges.missed(portion.missed());
            events.add(ServerSentEvent.create(
                    "{\"missed\":" + portion.missed() + "}",
                    Optional.of("gap"),
                    Optional.empty(),
                    OptionalInt.empty()));
        }
        for (Row row : portion.rows()) {
            events.add(ServerSentEvent.create(
                    RowJson.line(row), Optional.of("row"), Optional.of(Long.toString(row.seq())), OptionalInt.empty()));
        }
        return events;
    }

    private static ServerSentEvent end(Run run) {
        return ServerSentEvent.create(
                RunView.of(run).toString(), Optional.of("end"), Optional.empty(), OptionalInt.empty());
    }

    /**
     * The number of the last row that a reader has, which comes back after a lost connection. One that the run has not
     * reached is of another run of this name, before the server began anew: such a reader gets all rows.
     */
    static long lastSeen(Run run, HttpRequest request, long after) {
        return request.getHeader("Last-Event-ID")
                .map(header -> parse(header.value()))
                .map(seen -> seen < run.feed().written() ? seen : -1)
                .orElse(after);
    }

    private static long parse(String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
