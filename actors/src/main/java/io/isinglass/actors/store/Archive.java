package io.isinglass.actors.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The way of actors to the vault: what blocks goes by threads of its own, and what fails is counted and told. */
public final class Archive {

    private final Vault vault;
    private final Executor threads;
    private final Health health;

    public Archive(Vault vault, Executor threads, Health health) {
        this.vault = vault;
        this.threads = threads;
        this.health = health;
    }

    /** Work with the vault that may fail. */
    @FunctionalInterface
    private interface Errand<T> {

        T run() throws IOException, Damaged;
    }

    /** Keeps bytes under a key; completes when they are safe. */
    public CompletionStage<Sealed> keep(String key, byte[] bytes) {
        return send(() -> {
            try {
                Sealed sealed = Sealed.put(vault, key, bytes);
                health.stored();
                return sealed;
            } catch (IOException e) {
                health.failed(key + ": " + e.getMessage());
                throw e;
            }
        });
    }

    /** The bytes that a commit names; fails with {@link Damaged} where they are not those. */
    public CompletionStage<byte[]> open(Sealed sealed) {
        return send(() -> sealed.open(vault));
    }

    /** Copies objects of one run to the same places under another. */
    public CompletionStage<List<Sealed>> copy(List<Sealed> objects, String from, String to) {
        return send(() -> {
            List<Sealed> copies = new ArrayList<>();
            for (Sealed each : objects) {
                String key = to + each.key().substring(from.length());
                copies.add(Sealed.put(vault, key, each.open(vault)));
            }
            return copies;
        });
    }

    /** Removes objects that no commit names any more; what cannot be removed stays. */
    public void remove(Iterable<Sealed> objects) {
        threads.execute(() -> {
            for (Sealed each : objects) {
                try {
                    vault.delete(each.key());
                } catch (IOException e) {
                    health.failed(each.key() + ": " + e.getMessage());
                }
            }
        });
    }

    private <T> CompletionStage<T> send(Errand<T> errand) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return errand.run();
                    } catch (IOException | Damaged e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    public Health health() {
        return health;
    }
}
