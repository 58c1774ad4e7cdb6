package io.isinglass.actors.simulation;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** Akka's way to the {@link Database}. */
public final class Book extends AsyncWriteJournal {

    private final Database database = Database.here();

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        CompletionStage<List<Optional<Exception>>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (AtomicWrite write : writes) {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                all = all.thenCombine(database.write(event), (done, _) -> done);
            }
        }
        return FutureConverters.asScala(all.thenApply(done -> (Iterable<Optional<Exception>>) done));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long number) {
        return FutureConverters.asScala(database.read(() -> {
            database.list(id).removeIf(event -> event.sequenceNr() <= number);
            return null;
        }));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String id, long from, long to, long most, Consumer<PersistentRepr> replay) {
        return FutureConverters.asScala(database.read(() -> {
            database.list(id).stream()
                    .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
                    .limit(most)
                    .forEach(replay);
            return null;
        }));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
        return FutureConverters.asScala(database.read(() -> {
            List<PersistentRepr> all = database.list(id);
            return all.isEmpty() ? 0L : all.getLast().sequenceNr();
        }));
    }
}
