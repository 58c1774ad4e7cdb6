package io.isinglass.actors.store;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** The snapshot store that goes with a journal in memory: it keeps the latest snapshot of each actor. */
public final class MemorySnapshots extends SnapshotStore {

    /*
     * It makes a journal in memory bounded: events can be dropped once there is a snapshot after them.
     */

    private final Map<String, SelectedSnapshot> latest = new HashMap<>();

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String id, SnapshotSelectionCriteria criteria) {
        return done(Optional.ofNullable(latest.get(id)).filter(snapshot -> criteria.matches(snapshot.metadata())));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        latest.put(metadata.persistenceId(), SelectedSnapshot.create(metadata, snapshot));
        return done(null);
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        latest.computeIfPresent(
                metadata.persistenceId(),
                (_, kept) -> kept.metadata().sequenceNr() == metadata.sequenceNr() ? null : kept);
        return done(null);
    }

    @Override
    public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
        latest.computeIfPresent(id, (_, kept) -> criteria.matches(kept.metadata()) ? null : kept);
        return done(null);
    }

    private static <T> Future<T> done(T value) {
        return FutureConverters.asScala(CompletableFuture.completedFuture(value));
    }
}
