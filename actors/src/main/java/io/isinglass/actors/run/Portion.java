package io.isinglass.actors.run;

import io.isinglass.actors.store.DeadLetter;
import io.isinglass.actors.store.Replay;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.sink.Parcel;
import io.isinglass.streams.sink.Reached;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is brought to a sink at once: the rows of a page of the journal, and lines that were no record.
 *
 * @param from how far the run has been brought before
 * @param gap whether events before it have been dropped from the journal, and no row has come since
 * @param more whether there may be more after it
 */
record Portion(Reached from, Parcel parcel, boolean gap, boolean more) {

    /** Events of a page; each may have the rows of an epoch. */
    static final int EVENTS = 128;

    /** Lines. */
    static final int LETTERS = 256;

    /**
     * What comes after.
     *
     * @param page the events after those that have been brought, at most {@link #EVENTS}
     * @param letters the lines after those, at most {@link #LETTERS}
     * @param gapped whether there was a gap in what was passed over since the last row
     */
    static Portion after(Reached from, List<Replay.Numbered> page, List<DeadLetter> letters, boolean gapped) {
        List<Row> rows = new ArrayList<>();
        for (Replay.Numbered each : page) {
            if (each.event() instanceof Event.Committed committed) {
                rows.addAll(committed.rows());
            }
        }
        Reached after = new Reached(
                page.isEmpty() ? from.events() : page.getLast().number(),
                rows.isEmpty() ? from.rows() : rows.getLast().seq() + 1,
                letters.isEmpty() ? from.line() : letters.getLast().line());
        List<String> lines = letters.stream()
                .map(letter -> new String(letter.json(), StandardCharsets.UTF_8))
                .toList();
        boolean gap = !page.isEmpty() && page.getFirst().number() > from.events() + 1;
        return new Portion(
                from,
                new Parcel(rows, lines, after),
                gapped || gap,
                page.size() == EVENTS || letters.size() == LETTERS);
    }

    /** Whether a gap is still open after it, as no row shows how large it is. */
    boolean leavesGap() {
        return gap && parcel.rows().isEmpty();
    }

    /** Rows before it that have been dropped. */
    long lost() {
        return gap && !parcel.rows().isEmpty()
                ? Math.max(0, parcel.rows().getFirst().seq() - from.rows())
                : 0;
    }
}
