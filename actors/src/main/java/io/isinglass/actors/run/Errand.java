package io.isinglass.actors.run;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Something that may keep its thread waiting, and may fail at what it talks to. */
@FunctionalInterface
interface Errand<T> {

    T run() throws IOException;

    /** Runs it on a thread that may wait. */
    static <T> CompletionStage<T> on(Executor threads, Errand<T> errand) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return errand.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }
}
