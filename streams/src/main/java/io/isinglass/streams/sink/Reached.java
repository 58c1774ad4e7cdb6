package io.isinglass.streams.sink;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How far a run has been brought to its sink.
 *
 * @param events the number of the last event of its journal
 * @param rows the number of the next row
 * @param line the number of the last line that was no record
 */
public record Reached(long events, long rows, long line) {

    /** Nothing has been brought. */
    public static final Reached NONE = new Reached(0, 0, 0);

    private static final Pattern NOTE = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})");

    public Reached {
        if (events < 0 || rows < 0 || line < 0) {
            throw new IllegalArgumentException(
                    "events, rows and line must be 0 or more, were %d, %d, %d".formatted(events, rows, line));
        }
    }

    /** The one of the two that is farther. */
    public Reached or(Reached other) {
        return other.events > events || other.events == events && other.line > line ? other : this;
    }

    /** All but the number of the event, as text. */
    String note() {
        return rows + " " + line;
    }

    /** What was noted so; empty where it was not. */
    static Optional<Reached> of(long events, String note) {
        return NOTE.matcher(note)
                .results()
                .filter(found -> found.end() == note.length() && found.start() == 0)
                .map(found -> new Reached(events, number(found, 1), number(found, 2)))
                .findFirst();
    }

    private static long number(MatchResult found, int group) {
        return Long.parseLong(found.group(group));
    }
}
