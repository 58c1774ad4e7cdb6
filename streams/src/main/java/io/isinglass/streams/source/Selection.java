package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Place;
import io.isinglass.streams.learn.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which columns of a file are sites, and which one is the time. */
final class Selection {

    private static final int MOST_SITES = 65_536;

    private final int width;
    private final String time;
    private final int timeColumn;
    private final List<String> sites = new ArrayList<>();
    private final int[] columns;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Chooses columns.
     *
     * @param path the file, for what is said of it
     * @param names those of all columns; where {@code open}, a site that is given by its name need not be among them
     * @param wanted {@code all}, how many columns from the first on, or names with commas between them
     * @param time the column of the time; {@code none}: there is none
     */
    Selection(String path, List<String> names, boolean open, String wanted, String time) {
        this.width = names.size();
        this.time = time;
        this.timeColumn = time.equals("none") ? -1 : column(path, names, time, "time", open);
        List<Integer> chosen = new ArrayList<>();
        if (wanted.equals("all") || wanted.matches("[0-9]{1,6}")) {
            int most = wanted.equals("all") ? MOST_SITES : Integer.parseInt(wanted);
            for (int column = 0; column < width && chosen.size() < most; column++) {
                if (column != timeColumn) {
                    add(path, names.get(column));
                    chosen.add(column);
                }
            }
            if (!wanted.equals("all") && chosen.size() < most) {
                throw new Refused(
                        "options.sites",
                        "sites must be at most the %d columns of %s, was %d".formatted(chosen.size(), path, most));
            }
        } else {
            for (String name : wanted.split(",", -1)) {
                chosen.add(column(path, names, name, "sites", open));
                add(path, name);
            }
        }
        if (chosen.size() < 2) {
            throw new Refused("options.sites", path + " must have two columns or more for sites");
        }
        this.columns = chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private void add(String path, String name) {
        if (numbers.putIfAbsent(name, sites.size()) != null) {
            throw new Refused("options.sites", "%s of %s cannot be two sites".formatted(name, path));
        }
        sites.add(name);
    }

    private static int column(String path, List<String> names, String name, String option, boolean open) {
        int found = names.indexOf(name);
        if (found < 0 && !open) {
            throw new Refused(
                    "options." + option,
                    "there is no column %s in %s (first columns: %s)"
                            .formatted(name, path, String.join(", ", names.subList(0, Math.min(8, names.size())))));
        }
        return found < 0 ? names.size() : found;
    }

    /** How many columns there are. */
    int width() {
        return width;
    }

    /** Whether this is the column of the time. */
    boolean isTime(String name) {
        return timeColumn >= 0 && name.equals(time);
    }

    /** What records are about that have these columns. */
    Schema schema(Calendar calendar, List<Place> places) {
        return new Schema(sites, hasTime() ? calendar.schema() : List.of(), places);
    }

    /** Whether records have a time. */
    boolean hasTime() {
        return timeColumn >= 0;
    }

    /** The column of the time; −1: there is none. */
    int timeColumn() {
        return timeColumn;
    }

    /** The names of the sites. */
    List<String> sites() {
        return sites;
    }

    /** The columns of the sites. */
    int[] columns() {
        return columns;
    }

    /** The number of the site of this name; −1 where there is none. */
    int site(String name) {
        return numbers.getOrDefault(name, -1);
    }
}
