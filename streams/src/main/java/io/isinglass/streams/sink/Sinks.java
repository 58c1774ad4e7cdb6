package io.isinglass.streams.sink;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.streams.source.Files;
import java.util.List;
import java.util.function.Function;

/** The catalogue of sinks; an entry makes the sink from the files that it may read. */
public final class Sinks {

    public static final Catalog<Function<Files, Outlet>> CATALOG = new Catalog<Function<Files, Outlet>>("sink")
            .with(
                    "kafka",
                    "a topic of Kafka, a message a row as in metrics.ndjson, each exactly once",
                    List.of(
                            new Option(
                                    "bootstrap",
                                    "none",
                                    "none, or brokers as host:port with commas between",
                                    "brokers to ask"),
                            new Option(
                                    "properties",
                                    "none",
                                    "none, or a file with bootstrap.servers, security.…, ssl.… and sasl.…",
                                    "brokers to ask and how they let us in; secrets belong there"),
                            new Option("topic", "", "the name of a topic", "where the rows go"),
                            new Option(
                                    "dead_letters",
                                    "none",
                                    "none, or the name of another topic",
                                    "where the lines go that were no records"),
                            new Option(
                                    "behind",
                                    "wait",
                                    "wait or drop",
                                    "what the run does when the journal could hold no more rows for brokers that are"
                                            + " away")),
                    o -> files -> new RowTopic(o, files));

    private Sinks() {}
}
