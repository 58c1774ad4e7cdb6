package io.isinglass.actors.run;

import io.isinglass.streams.metric.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who waits for news of a run. Readers that must not miss a row hold the run back when they fall behind, for as long as they
 * go on asking. Nobody waits for longer than {@link #BREATH}: an answer, even one without news, tells a lost question from a
 * run that stands still.
 */
final class Followers {

    static final Duration BREATH = Duration.ofSeconds(2);

    private static final int MOST_WAITING = 256;
    private static final int PORTION = 512;

    /** Rows that a reader that must not miss any may lag behind: it then still finds them. */
    private static final int LONGEST_LAG = Chronicle.RECENT / 2;

    private final Clock clock;
    private final Duration patience;
    private final List<Conductor.Follow> waiting = new ArrayList<>();
    private final Map<String, Seen> durable = new HashMap<>();

    /**
     * How far a reader is.
     *
     * @param after the number of the last row that it has
     * @param asked when it last asked
     */
    record Seen(long after, Instant asked) {

        private Seen or(Seen later) {
            return new Seen(Math.max(after, later.after), later.asked);
        }

        private boolean isBehind(long rows) {
            return rows - 1 - after > LONGEST_LAG;
        }
    }

    /** Nobody, yet; whoever does not ask for so long is waited for no more. */
    Followers(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** Answers at once if there is something that the reader has not seen; else when there is. Returns whether it waits. */
    boolean add(Conductor.Follow follow, List<Row> rows, Supplier<View> view) {
        if (!follow.reader().isEmpty()) {
            durable.merge(follow.reader(), new Seen(follow.after(), clock.instant()), Seen::or);
        }
        if (waiting.size() >= MOST_WAITING) {
            answer(waiting.removeFirst(), rows, view.get());
        }
        boolean news = !rows.isEmpty() && rows.getLast().seq() > follow.after();
        if (news || follow.mark() != view.get().mark()) {
            answer(follow, rows, view.get());
            return false;
        }
        waiting.add(follow);
        return true;
    }

    /** Tells everybody who waits. */
    void tell(List<Row> rows, Supplier<View> view) {
        if (waiting.isEmpty()) {
            return;
        }
        View now = view.get();
        waiting.forEach(follow -> answer(follow, rows, now));
        waiting.clear();
    }

    private static void answer(Conductor.Follow follow, List<Row> rows, View view) {
        List<Row> unseen = rows.stream()
                .filter(row -> row.seq() > follow.after())
                .limit(PORTION)
                .toList();
        follow.replyTo().tell(new Conductor.News(unseen, view));
    }

    /** Whether some reader that must not miss a row is so far behind that the run has to wait for it. */
    boolean isBehind(long rows) {
        return durable.values().stream().anyMatch(seen -> seen.isBehind(rows));
    }

    /** Forgets those readers that are behind and have not asked for too long; returns them. */
    Map<String, Seen> forget(long rows) {
        Instant silent = clock.instant().minus(patience);
        Map<String, Seen> gone = new HashMap<>(durable);
        gone.values().removeIf(seen -> !seen.isBehind(rows) || !seen.asked().isBefore(silent));
        durable.keySet().removeAll(gone.keySet());
        return gone;
    }
}
