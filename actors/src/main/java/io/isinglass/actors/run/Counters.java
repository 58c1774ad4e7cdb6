package io.isinglass.actors.run;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the conductors of a node have done since it began. */
public final class Counters {

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();
    private final Map<String, Instant> going = new ConcurrentHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final Set<String> undelivered = ConcurrentHashMap.newKeySet();
    private final Set<String> behind = ConcurrentHashMap.newKeySet();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong forgotten = new AtomicLong();

    /** A run is to go on, which last committed then; it waits if nothing is being swept. */
    void goes(String run, Instant committed, boolean waits) {
        going.put(run, committed);
        if (waits) {
            waiting.add(run);
        } else {
            waiting.remove(run);
        }
    }

    /** Whether what a run fetches its records from is in reach. */
    void reaches(String run, boolean reaches) {
        if (reaches) {
            away.remove(run);
        } else {
            away.add(run);
        }
    }

    /** The runs whose source is out of reach. */
    public int away() {
        return away.size();
    }

    /** Whether what a run sends its rows to is in reach. */
    void delivers(String run, boolean delivers) {
        if (delivers) {
            undelivered.remove(run);
        } else {
            undelivered.add(run);
        }
    }

    /** The runs whose sink is out of reach. */
    public int undelivered() {
        return undelivered.size();
    }

    /** Whether a run waits until what it sends its rows to has taken some. */
    void waitsForSink(String run, boolean waits) {
        if (waits) {
            behind.add(run);
        } else {
            behind.remove(run);
        }
    }

    /** The runs that wait for their sink. */
    public int behind() {
        return behind.size();
    }

    /** A run waits no more for a reader that did not ask. */
    void forget() {
        forgotten.incrementAndGet();
    }

    /** Readers that were waited for, and are no more. */
    public long forgotten() {
        return forgotten.get();
    }

    /** So many rows were dropped from the journal before a sink had them. */
    void lose(long rows) {
        lost.addAndGet(rows);
    }

    /** Rows that no sink will have. */
    public long lost() {
        return lost.get();
    }

    /** A run is paused, over, or has left the node. */
    void stands(String run) {
        going.remove(run);
        waiting.remove(run);
    }

    void commit() {
        committed.incrementAndGet();
    }

    void replay() {
        replayed.incrementAndGet();
    }

    void recover() {
        recovered.incrementAndGet();
    }

    /** Epochs committed. */
    public long commits() {
        return committed.get();
    }

    /** Epochs swept again that had been committed before. */
    public long replays() {
        return replayed.get();
    }

    /** When each run that is to go on has committed last; from the time that the node has it. */
    public Map<String, Instant> going() {
        return Map.copyOf(going);
    }

    /** The runs that are to go on and wait for a term: for another node, or for the stores. */
    public int waiting() {
        return waiting.size();
    }

    /** Terms that were over before their time. */
    public long recoveries() {
        return recovered.get();
    }
}
