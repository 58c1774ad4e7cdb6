package io.isinglass.actors.store;

import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The catalogue of vaults; an entry opens its vault, knowing all settings of the store. */
public final class Vaults {

    /** The opening of a vault. */
    @FunctionalInterface
    public interface Opening {

        Vault open(Settings.Store store) throws IOException;
    }

    private static final long MOST_BYTES = 1L << 40;

    public static final Catalog<Opening> CATALOG = new Catalog<Opening>("vault")
            .with("directory", "files in the folder vault of the store's path", List.of(), _ -> Vaults::directory)
            .with("postgresql", "a table in PostgreSQL", postgresql(), o -> store -> postgresql(o, store.journal()))
            .with(
                    "s3",
                    "objects in a bucket of a store that speaks S3",
                    S3Access.OPTIONS,
                    o -> _ -> new S3Access(o).vault())
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
        try {
            return CATALOG.make(store.vault().kind(), store.vault().options()).open(store);
        } catch (Refused refused) {
            throw refused.under("isinglass.store.vault");
        }
    }

    private static Vault directory(Settings.Store store) throws IOException {
        if (store.path().isEmpty()) {
            throw new Refused("kind", "a vault in a directory needs a folder: isinglass.store.path must not be empty");
        }
        return DirectoryVault.open(Path.of(store.path(), "vault"));
    }

    private static Vault postgresql(Options options, Settings.Journal journal) throws IOException {
        boolean own = options.isGiven("url");
        if (!own && journal.kind() != Settings.Journal.Kind.POSTGRESQL) {
            throw new Refused("options.url", "url must be given where the journal is not in PostgreSQL");
        }
        String url = own ? options.text("url") : journal.url();
        if (!url.startsWith("jdbc:postgresql:") || url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new Refused("options.url", "url must begin with jdbc:postgresql: and hold no password");
        }
        String user = own ? optional(options, "user") : journal.user();
        String passwordFile = own ? optional(options, "password-file") : journal.passwordFile();
        return PostgresqlVault.open(new Database(url, user, passwordFile));
    }

    private static String optional(Options options, String name) {
        return options.isGiven(name) ? options.text(name) : "";
    }

    private static List<Option> postgresql() {
        return List.of(
                new Option("url", "that of the journal", "such as jdbc:postgresql://host:5432/isinglass", "the server"),
                new Option("user", "that of the journal, or none with a url", "a name", "as whom to go there"),
                new Option("password-file", "as for user", "a file", "holds the password and nothing else"));
    }

    private static List<Option> memory() {
        return List.of(new Option("max-bytes", "268435456", "1..2^40", "bytes that all objects together may have"));
    }
}
