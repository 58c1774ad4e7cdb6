package io.isinglass.config;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The specs that are shipped ready to run, and the data they use. */
public final class Experiments {

    private static final List<String> NAMES = List.of(
            "restore.yaml",
            "flights.yaml",
            "digits.yaml",
            "ising-critical.yaml",
            "phi4.yaml",
            "known-action.yaml",
            "mean-field.yaml",
            "variational.yaml",
            "spin-glass.yaml");
    private static final List<String> DATA =
            List.of("horse.png", "flight-delays-hourly.csv.gz", "airports.csv", "digits.csv.gz");

    private Experiments() {}

    /** The names of the specs, the default one first. */
    public static List<String> names() {
        return NAMES;
    }

    /** The text of a spec, if there is one of exactly this name. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name) ? Resources.text("experiments/" + name) : Optional.empty();
    }

    /** The names of the data files. */
    public static List<String> dataNames() {
        return DATA;
    }

    /** The bytes of a data file, if there is one of exactly this name. */
    public static Optional<InputStream> data(String name) {
        return DATA.contains(name) ? Resources.bytes("data/" + name).map(ByteArrayInputStream::new) : Optional.empty();
    }
}
