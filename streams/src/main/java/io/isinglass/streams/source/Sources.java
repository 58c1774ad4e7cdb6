package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
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
                                    o.integer("frames", 1, 1_000_000))));

    private Sources() {}

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
