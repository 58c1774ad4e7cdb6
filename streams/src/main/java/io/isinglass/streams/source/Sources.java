package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The catalogue of data sources; an entry makes the source from the files that it may read. */
public final class Sources {

    public static final Catalog<Function<Files, DataSource>> CATALOG = new Catalog<Function<Files, DataSource>>(
                    "data source")
            .with(
                    "images",
                    "black and white images, shown again and again with fresh noise",
                    images(),
                    o -> files -> new Images(
                            o.text("path"),
                            files,
                            new Images.Treatment(
                                    o.number("threshold", t -> t > 0 && t < 1),
                                    o.number("flip", p -> p >= 0 && p < 0.5),
                                    o.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                                    o.integer("frames", 1, 1_000_000))))
            .with(
                    "pictures",
                    "images as records, grey or black and white, one each, a pixel a site",
                    PictureRecords.OPTIONS,
                    o -> files -> new PictureRecords(o, files))
            .with(
                    "csv",
                    "records of a CSV file, a column a site",
                    lines("a CSV file with a head line, plain or packed by gzip", "columns"),
                    o -> files -> new LineRecords(o.text("path"), files, new CsvForm(), reading(o)))
            .with(
                    "ndjson",
                    "records of a file of JSON objects, one a line, a number a site",
                    lines(
                            "a file with a flat JSON object on each line, plain or packed by gzip; -: what comes in",
                            "names"),
                    o -> files -> o.text("path").equals("-")
                            ? new Push(coming(o), files, Optional.of(files.input()))
                            : new LineRecords(o.text("path"), files, new NdjsonForm(), reading(o)))
            .with(
                    "push",
                    "records that are posted to the run while it goes on, a JSON object a line, a number a site",
                    pushed(),
                    o -> files -> new Push(coming(o), files, Optional.empty()))
            .with(
                    "kafka",
                    "records of a topic of Kafka, fetched while the run goes on, a JSON object a message",
                    fetched(),
                    o -> files -> new Push(coming(o), files, Optional.of(new Topic(o, files))));

    private Sources() {}

    /** What is read as it comes. */
    private static Reading coming(Options o) {
        return new Reading(
                o.text("sites"), o.text("places"), o.text("time"), calendar(o), encoder(o), at(o), 1, batch(o));
    }

    private static Reading reading(Options o) {
        return new Reading(
                o.text("sites"),
                o.text("places"),
                o.text("time"),
                calendar(o),
                encoder(o),
                at(o),
                (int) o.integer("first", 1, 1_000_000),
                batch(o));
    }

    private static Calendar calendar(Options o) {
        return Calendar.of(o.text("hours"), o.text("factors"), o.integer("every", 1, 1_000_000));
    }

    private static Encoder encoder(Options o) {
        return Encoder.named(o.oneOf("encoder", Encoder.names()));
    }

    private static double at(Options o) {
        return o.number("at", at -> Math.abs(at) <= 1e9);
    }

    private static int batch(Options o) {
        return (int) o.integer("batch", 1, 65_536);
    }

    private static List<Option> lines(String file, String columns) {
        List<Option> all = new ArrayList<>(List.of(
                new Option("path", "", file, "what to learn from"),
                new Option(
                        "sites",
                        "all",
                        "all, a number of %s, or names with commas between".formatted(columns),
                        columns + " that are sites")));
        all.addAll(records(columns));
        all.add(new Option(
                "encoder",
                "plain",
                "one of " + String.join(", ", Encoder.names()),
                "how a number becomes what a site holds"));
        all.add(new Option(
                "at",
                "0",
                "-1e9..1e9",
                "the threshold; the quantile; how many deviations become 1 (scale); what becomes 1 (range)"));
        all.add(new Option("first", "500", "1..1000000", "records that tell the encoder how a column is spread"));
        return all;
    }

    private static List<Option> pushed() {
        List<Option> all = new ArrayList<>(
                List.of(new Option("sites", "", "names with commas between", "names of the numbers that are sites")));
        all.addAll(records("names"));
        all.add(new Option("encoder", "plain", "plain, threshold or range", "how a number becomes what a site holds"));
        all.add(new Option("at", "0", "-1e9..1e9", "the threshold; what becomes 1 (range)"));
        return all;
    }

    private static List<Option> fetched() {
        List<Option> all = new ArrayList<>(List.of(
                new Option("bootstrap", "none", "none, or brokers as host:port with commas between", "brokers to ask"),
                new Option(
                        "properties",
                        "none",
                        "none, or a file with bootstrap.servers, security.…, ssl.… and sasl.…",
                        "brokers to ask and how they let us in; secrets belong there"),
                new Option("topic", "", "the name of a topic", "where the records are"),
                new Option("partitions", "all", "all, or numbers with commas between", "partitions that are read"),
                new Option("from", "earliest", "earliest or latest", "where a run begins in its topic"),
                new Option(
                        "end",
                        "never",
                        "never or latest",
                        "where the run ends: never, or where the topic did when it began"),
                new Option("until", "0", "0..9007199254740992", "records after which the run ends; 0: it goes on")));
        all.addAll(pushed());
        return all;
    }

    private static List<Option> records(String columns) {
        return List.of(
                new Option(
                        "places",
                        "none",
                        "none, or a CSV file: a site, its latitude, its longitude",
                        "where the sites are on a map"),
                new Option(
                        "time",
                        "none",
                        "none, or one of the %s".formatted(columns),
                        "where a record has its time, its identity"),
                new Option("hours", "all", "all, or two of 0..23 such as 7-21", "hours of the day that count"),
                new Option(
                        "factors",
                        "none",
                        "none, hour, weekday or hour,weekday",
                        "covariates that the time gives a record"),
                new Option("every", "60", "1..1000000", "minutes from a record to the next that follows it"),
                new Option("batch", "1", "1..65536", "records that an epoch learns from"));
    }

    private static List<Option> images() {
        return List.of(
                new Option("path", "", "a PNG, PGM or PBM file, or a directory of them", "what to restore"),
                new Option("threshold", "0.5", "between 0 and 1", "grey value from which a pixel is white"),
                new Option(
                        "flip", "0", "0 or more, below 0.5", "chance with which noise flips a pixel; 0: none is added"),
                new Option("seed", "1", "a whole number", "seed of the noise"),
                new Option("frames", "1", "1..1000000", "how many times each image is shown"));
    }
}
