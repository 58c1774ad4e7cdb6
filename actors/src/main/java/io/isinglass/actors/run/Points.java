package io.isinglass.actors.run;

import io.isinglass.actors.store.Sealed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The points that a run is putting into the vault: which epochs are to be kept, and what of them is there. */
final class Points {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Duration every;
    private final Clock clock;
    private final Map<Long, List<Sealed>> blocks = new TreeMap<>();
    private final Map<Long, Sealed> memories = new TreeMap<>();
    private Instant due;
    private Instant asked;
    private OptionalLong end = OptionalLong.empty();
    private long kept = -1;

    /** Points that are at most so far apart. */
    Points(Duration every, Clock clock) {
        this.every = every;
        this.clock = clock;
        this.due = clock.instant();
        this.asked = due;
    }

    /** Begins a term from epoch {@code first} on, of a run that ends after {@code epochs} epochs, if that is known. */
    synchronized void begin(long first, OptionalLong epochs) {
        blocks.clear();
        memories.clear();
        kept = first - 1;
        end = epochs;
        due = clock.instant().plus(every);
    }

    /** The run ends after so many epochs, as is known by now. */
    synchronized void end(OptionalLong epochs) {
        end = epochs;
    }

    /** Whether the run is to be kept as it is after an epoch; after its last it always is. */
    synchronized boolean keeps(long epoch) {
        boolean last = end.isPresent() && epoch == end.getAsLong() - 1;
        if (!last && clock.instant().isBefore(due)) {
            return false;
        }
        asked = clock.instant();
        due = asked.plus(every);
        kept = epoch;
        return true;
    }

    /** The run will stand still after the next epoch: it is to be kept, unless that was done a moment ago. */
    synchronized void rest() {
        if (clock.instant().isAfter(asked.plus(MOMENT))) {
            due = clock.instant();
        }
    }

    /** The last epoch after which the run was to be kept; the one before the term where there is none. */
    synchronized long kept() {
        return kept;
    }

    /** The next epoch is to be kept. */
    synchronized void want() {
        due = clock.instant();
    }

    /** The vault has the memory after so many epochs; returns the point if that makes it whole. */
    synchronized Optional<Point> memory(long epochs, Sealed sealed) {
        memories.put(epochs, sealed);
        return whole(epochs);
    }

    /** The vault has the blocks after so many epochs; returns the point if that makes it whole. */
    synchronized Optional<Point> blocks(long epochs, List<Sealed> sealed) {
        blocks.put(epochs, sealed);
        return whole(epochs);
    }

    private Optional<Point> whole(long epochs) {
        if (!blocks.containsKey(epochs) || !memories.containsKey(epochs)) {
            return Optional.empty();
        }
        Point point = new Point(epochs, blocks.get(epochs), Optional.of(memories.get(epochs)));
        blocks.keySet().removeIf(each -> each <= epochs);
        memories.keySet().removeIf(each -> each <= epochs);
        return Optional.of(point);
    }
}
