package io.isinglass.streams.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where sites are: a CSV file with the name of a site in its first column, and its {@code latitude} and {@code longitude}. */
final class Places {

    private static final CsvMapper CSV = new CsvMapper();
    private static final long MOST_BYTES = 16 << 20;
    private static final String NONE = "none";

    private final String path;
    private final Map<String, Place> places = new HashMap<>();

    private Places(String path) {
        this.path = path;
    }

    /** The places of these sites, in their order; none where {@code path} is {@code none}. */
    static List<Place> of(String path, Files files, List<String> sites) {
        if (path.equals(NONE)) {
            return List.of();
        }
        Places places = new Places(path);
        try {
            places.read(bytes(path, files));
        } catch (JacksonException e) {
            throw new Refused("options.places", path + " is not CSV: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refused("options.places", path + " cannot be read: " + e.getMessage());
        }
        return sites.stream().map(places::of).toList();
    }

    private static byte[] bytes(String path, Files files) {
        try {
            return files.read(path, MOST_BYTES);
        } catch (Refused e) {
            throw new Refused("options.places", e.getMessage());
        }
    }

    private void read(byte[] bytes) throws IOException {
        try (MappingIterator<Map<String, String>> rows = CSV.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(bytes)) {
            List<Map<String, String>> all = new ArrayList<>(rows.readAll());
            for (Map<String, String> row : all) {
                String name = row.values().iterator().next();
                places.put(name, place(name, row));
            }
        }
    }

    private Place place(String name, Map<String, String> row) {
        double latitude = number(name, row, "latitude");
        double longitude = number(name, row, "longitude");
        try {
            return new Place(latitude, longitude);
        } catch (IllegalArgumentException e) {
            throw new Refused("options.places", "%s of %s: %s".formatted(name, path, e.getMessage()));
        }
    }

    private double number(String name, Map<String, String> row, String column) {
        String text = row.get(column);
        if (text == null) {
            throw new Refused("options.places", "%s has no column %s for %s".formatted(path, column, name));
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new Refused(
                    "options.places", "%s of %s in %s is \"%s\", no number".formatted(column, name, path, text));
        }
    }

    private Place of(String site) {
        Place place = places.get(site);
        if (place == null) {
            throw new Refused("options.places", path + " has no place for the site " + site);
        }
        return place;
    }
}
