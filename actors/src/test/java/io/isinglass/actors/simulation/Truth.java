package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import io.isinglass.streams.metric.Row;
import java.util.List;

/** What a run has to come to, whatever befalls it: its rows without their times, and the digest of its final field. */
record Truth(List<List<Row>> rows, List<String> chains, String digest) {

    /** That of a run in which nothing happened. */
    static Truth of(List<Event> events) {
        List<Event.Committed> committed = events.stream()
                .filter(Event.Committed.class::isInstance)
                .map(Event.Committed.class::cast)
                .toList();
        String digest = events.getLast() instanceof Event.Ended ended ? ended.digest() : "";
        return new Truth(
                committed.stream().map(each -> timeless(each.rows())).toList(),
                committed.stream().map(Event.Committed::chain).toList(),
                digest);
    }

    static List<Row> timeless(List<Row> rows) {
        return rows.stream()
                .map(row -> new Row(
                        row.run(),
                        row.key(),
                        row.value(),
                        row.stderr(),
                        row.tau(),
                        row.size(),
                        row.epoch(),
                        row.sweep(),
                        row.seq(),
                        ""))
                .toList();
    }
}
