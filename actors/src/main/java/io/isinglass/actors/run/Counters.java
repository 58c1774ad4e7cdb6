package io.isinglass.actors.run;

import java.util.concurrent.atomic.AtomicLong;

/** What the conductors of a node have done since it began. */
public final class Counters {

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();

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

    /** Terms that were over before their time. */
    public long recoveries() {
        return recovered.get();
    }
}
