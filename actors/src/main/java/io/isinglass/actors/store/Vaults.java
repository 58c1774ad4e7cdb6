package io.isinglass.actors.store;

import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The catalogue of vaults; an entry opens its vault, which may lie in the folder of the store. */
public final class Vaults {

    /** The opening of a vault; {@code folder} is that of the store, and there may be none. */
    @FunctionalInterface
    public interface Opening {

        Vault open(Optional<Path> folder) throws IOException;
    }

    private static final long MOST_BYTES = 1L << 40;

    public static final Catalog<Opening> CATALOG = new Catalog<Opening>("vault")
            .with("directory", "files in the folder vault of the store's path", List.of(), _ -> Vaults::directory)
            .with("memory", "kept as long as the process lives", memory(), o -> {
                long bytes = o.integer("max-bytes", 1, MOST_BYTES);
                return _ -> new MemoryVault(bytes);
            });

    private Vaults() {}

    /** Opens the vault of these settings; where nothing is kept, one in memory that takes a quarter of the heap at most. */
    public static Vault open(Settings.Store store) throws IOException {
        if (!store.kept()) {
            return new MemoryVault(Runtime.getRuntime().maxMemory() / 4);
        }
        Optional<Path> folder = store.path().isEmpty() ? Optional.empty() : Optional.of(Path.of(store.path()));
        try {
            return CATALOG.make(store.vault().kind(), store.vault().options()).open(folder);
        } catch (Refused refused) {
            throw refused.under("isinglass.store.vault");
        }
    }

    private static Vault directory(Optional<Path> folder) throws IOException {
        Path parent = folder.orElseThrow(() ->
                new Refused("kind", "the vault in a directory needs a folder: isinglass.store.path must not be empty"));
        return DirectoryVault.open(parent.resolve("vault"));
    }

    private static List<Option> memory() {
        return List.of(new Option("max-bytes", "268435456", "1..2^40", "bytes that all objects together may have"));
    }
}
