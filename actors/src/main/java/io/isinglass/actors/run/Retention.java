package io.isinglass.actors.run;

import io.isinglass.config.Settings;
import java.time.Duration;

/**
 * What is kept of a run, and for whom.
 *
 * @param snapshotEvery how long a run may go on without a point in the vault
 * @param points points that are kept
 * @param events events that the journal keeps at least, the last ones
 * @param patience how long a run waits for a reader that must not miss a row, and does not ask
 */
public record Retention(Duration snapshotEvery, int points, int events, Duration patience) {

    /** Events from one snapshot of the journal to the next. */
    static final int EVENTS_A_SNAPSHOT = 1000;

    /** What settings say; without a store, there is nothing that points would be good for but to fork from. */
    static Retention of(Settings.Store store) {
        return new Retention(
                store.kept() ? store.snapshotEvery() : Duration.ofDays(10_000),
                store.keep(),
                store.journal().events(),
                store.readerPatience());
    }

    /** Snapshots of the journal that are kept: events before the oldest of them are dropped. */
    int snapshots() {
        return Math.ceilDiv(events, EVENTS_A_SNAPSHOT);
    }

    /**
     * Events by which a sink may be behind before the run waits for it. The other half is for those that no epoch brings: where
     * nodes fail, a run that waits opens terms.
     */
    int longestLag() {
        return events / 2;
    }
}
