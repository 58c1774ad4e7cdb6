package io.isinglass.actors.run;

import io.isinglass.actors.store.Sealed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The points that a run is putting into the vault: which epochs are to be kept, and what of them is there. */
final class Points {

    private final Duration every;
    private final Clock clock;
    private final Map<Long, List<Sealed>> blocks = new TreeMap<>();
    private final Map<Long, Sealed> memories = new TreeMap<>();
    private Instant due;
    private long last;

    /** Points that are at most so far apart. */
    Points(Duration every, Clock clock) {
        this.every = every;
        this.clock = clock;
        this.due = clock.instant();
    }

    /** Begins a term of a run that ends after {@code epochs} epochs. */
    synchronized void begin(long epochs) {
        blocks.clear();
        memories.clear();
        last = epochs - 1;
        due = clock.instant().plus(every);
    }

    /** Whether the run is to be kept as it is after an epoch; after its last it always is. */
    synchronized boolean keeps(long epoch) {
        if (epoch != last && clock.instant().isBefore(due)) {
            return false;
        }
        due = clock.instant().plus(every);
        return true;
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
