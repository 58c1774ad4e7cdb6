package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import java.util.List;
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
                    "csv",
                    "records of a CSV file, a column a site",
                    lines("a CSV file with a head line, plain or packed by gzip", "columns"),
                    o -> files -> new LineRecords(o.text("path"), files, new CsvForm(), reading(o)))
            .with(
                    "ndjson",
                    "records of a file of JSON objects, one a line, a number a site",
                    lines("a file with a flat JSON object on each line, plain or packed by gzip", "names"),
                    o -> files -> new LineRecords(o.text("path"), files, new NdjsonForm(), reading(o)));

    private Sources() {}

    private static Reading reading(Options o) {
        return new Reading(
                o.text("sites"),
                o.text("time"),
                Calendar.of(o.text("hours"), o.text("factors"), o.integer("every", 1, 1_000_000)),
                Encoder.named(o.oneOf("encoder", Encoder.names())),
                o.number("at", at -> Math.abs(at) <= 1e9),
                (int) o.integer("first", 1, 1_000_000),
                (int) o.integer("batch", 1, 65_536));
    }

    private static List<Option> lines(String file, String columns) {
        return List.of(
                new Option("path", "", file, "what to learn from"),
                new Option(
                        "sites",
                        "all",
                        "all, a number of %s, or names with commas between".formatted(columns),
                        columns + " that are sites"),
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
                new Option(
                        "encoder",
                        "plain",
                        "one of " + String.join(", ", Encoder.names()),
                        "how a number becomes what a site holds"),
                new Option(
                        "at",
                        "0",
                        "-1e9..1e9",
                        "the threshold; the quantile; how many deviations become 1 (scale); what becomes 1 (range)"),
                new Option("first", "500", "1..1000000", "records that tell the encoder how a column is spread"),
                new Option("batch", "1", "1..65536", "records that an epoch learns from"));
    }

    private static List<Option> images() {
        return List.of(
                new Option("path", "", "a PNG or PBM file, or a directory of them", "what to restore"),
                new Option("threshold", "0.5", "between 0 and 1", "grey value from which a pixel is white"),
                new Option(
                        "flip", "0", "0 or more, below 0.5", "chance with which noise flips a pixel; 0: none is added"),
                new Option("seed", "1", "a whole number", "seed of the noise"),
                new Option("frames", "1", "1..1000000", "how many times each image is shown"));
    }
}
