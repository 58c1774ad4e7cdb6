package io.isinglass.actors.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The constants that predictions are made from.
 *
 * @param machine what they were measured on
 */
public record Constants(String machine, List<Rate> kernels, Map<Cost, Measured> costs) {

    private static final String SHIPPED = "constants.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    public Constants {
        kernels = List.copyOf(kernels);
        costs = copy(costs);
        for (Cost cost : Cost.values()) {
            if (costs.get(cost) == null) {
                throw new Refused(
                        "",
                        "constants must have a cost for each of " + List.of(Cost.values()) + ", there is none for "
                                + cost);
            }
        }
    }

    private static Map<Cost, Measured> copy(Map<Cost, Measured> costs) {
        Map<Cost, Measured> copy = new EnumMap<>(Cost.class);
        copy.putAll(costs);
        return copy;
    }

    /** Those that are shipped. */
    public static Constants shipped() {
        try (InputStream in = Constants.class.getResourceAsStream(SHIPPED)) {
            return parse(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that a file holds. */
    public static Constants read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    static Constants parse(String name, String text) {
        try {
            return MAPPER.readValue(text, Constants.class);
        } catch (JsonProcessingException e) {
            Refused refused = new Refused("", name + " holds no constants: " + e.getOriginalMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    public String toJson() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, but for one cost. */
    public Constants with(Cost cost, Measured value) {
        Map<Cost, Measured> changed = new EnumMap<>(costs);
        changed.put(cost, value);
        return new Constants(machine, kernels, changed);
    }

    double of(Cost cost, Luck luck) {
        return costs.get(cost).under(luck);
    }

    /** Nanoseconds that a site of a block costs a sweep: between the two nearest lengths measured, and not beyond them. */
    double nanoseconds(Work work, Luck luck) {
        List<Rate> rates = rates(work);
        double length = work.length();
        Rate below = rates.getFirst();
        for (Rate rate : rates) {
            if (rate.length() >= length) {
                double span = Math.log((double) rate.length() / below.length());
                double part = span == 0 || length <= below.length() ? 0 : Math.log(length / below.length()) / span;
                return 1e-3
                        * ((1 - part) * below.picoseconds().under(luck)
                                + part * rate.picoseconds().under(luck));
            }
            below = rate;
        }
        return 1e-3 * below.picoseconds().under(luck);
    }

    /** Those of the work's kernel, in order of length, in as many dimensions as the work if these were measured. */
    private List<Rate> rates(Work work) {
        List<Rate> all = kernels.stream()
                .filter(rate -> rate.model().equals(work.model())
                        && rate.kernel().equals(work.kernel())
                        && rate.fast() == work.fast())
                .toList();
        int dimensions = work.cut().lattice().dimensions();
        int nearest = all.stream()
                .map(Rate::dimensions)
                .min(Comparator.comparingInt(other -> Math.abs(other - dimensions)))
                .orElseThrow(() -> new Refused(
                        "",
                        "nothing is known of %s moved by %s (%s): measure it with isinglass bench --constants FILE"
                                .formatted(work.model(), work.kernel(), work.form())));
        return all.stream()
                .filter(rate -> rate.dimensions() == nearest)
                .sorted(Comparator.comparingInt(Rate::length))
                .toList();
    }
}
