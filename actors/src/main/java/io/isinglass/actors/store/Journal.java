package io.isinglass.actors.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal of runs: the events of each, in their order, and now and then the state they have led to. It is Akka
 * Persistence on a file of H2, on PostgreSQL, or in memory where nothing is kept.
 */
public final class Journal {

    /*
     * The key of an event is its run and its number, and a number behind a later one is refused. So writing an event is
     * a compare-and-set: of two who believe to lead a run, one gets an exception.
     *
     * H2 would keep what it has overwritten for 45 seconds, lest the system write things out of order. Here every write
     * is on the disk before the next (see SyncedFile), and a second is plenty.
     */

    private static final String DATABASE = "isinglass-journal";
    private static final String SNAPSHOTS = "isinglass-memory-snapshots";
    private static final String H2_SETTINGS =
            ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;RETENTION_TIME=1000;DB_CLOSE_ON_EXIT=FALSE";
    private static final int CONNECTIONS = 4;

    private Journal() {}

    /**
     * What Akka must know of the journal, to be laid over {@code application.conf}. It holds the password.
     *
     * @throws IOException when the file of the password cannot be read
     */
    public static Config config(Settings.Store store) throws IOException {
        return ConfigFactory.parseMap(store.kept() ? onDisk(store) : inMemory(), "journal");
    }

    /**
     * Makes the tables of the journal where they are not there yet; several nodes may do so at once.
     *
     * @throws IOException that says in words what is wrong, and with which URL
     */
    public static void prepare(Settings.Store store) throws IOException {
        if (!store.kept()) {
            return;
        }
        makeFolder(store.path());
        Database database = database(store);
        try (Connection connection = database.connect()) {
            JournalTables.create(connection, store.journal().kind());
        } catch (SQLException e) {
            throw database.failure("open the journal", e);
        }
    }

    private static void makeFolder(String path) throws IOException {
        try {
            if (!path.isEmpty()) {
                Files.createDirectories(Path.of(path));
            }
        } catch (IOException e) {
            throw new IOException("cannot make the folder " + path + " of isinglass.store.path: " + e, e);
        }
    }

    static Database database(Settings.Store store) {
        Settings.Journal journal = store.journal();
        return new Database(
                journal.url().isEmpty() ? file(store.path()) : journal.url(), journal.user(), journal.passwordFile());
    }

    private static String file(String folder) {
        String file = Path.of(folder).toAbsolutePath().resolve("journal").toString();
        return "jdbc:h2:" + SyncedFile.url(file) + H2_SETTINGS;
    }

    private static Map<String, Object> inMemory() {
        return Map.of(
                "akka.persistence.journal.plugin",
                "akka.persistence.journal.inmem",
                "akka.persistence.snapshot-store.plugin",
                SNAPSHOTS,
                SNAPSHOTS + ".class",
                MemorySnapshots.class.getName(),
                SNAPSHOTS + ".plugin-dispatcher",
                "akka.actor.default-dispatcher");
    }

    private static Map<String, Object> onDisk(Settings.Store store) throws IOException {
        Map<String, Object> config = new HashMap<>();
        config.put("akka.persistence.journal.plugin", "jdbc-journal");
        config.put("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
        for (String plugin : List.of("jdbc-journal", "jdbc-snapshot-store", "jdbc-read-journal")) {
            config.put(plugin + ".use-shared-db", DATABASE);
        }
        config.put("akka-persistence-jdbc.shared-databases." + DATABASE, pool(store));
        return config;
    }

    private static Map<String, Object> pool(Settings.Store store) throws IOException {
        Database database = database(store);
        Map<String, Object> properties = new HashMap<>();
        database.properties().forEach((name, value) -> properties.put(name.toString(), value));
        Map<String, Object> db = Map.of(
                "url",
                database.url(),
                "driver",
                driver(store.journal().kind()),
                "properties",
                properties,
                "connectionPool",
                "HikariCP",
                "connectionTimeout",
                "5 s",
                "numThreads",
                CONNECTIONS,
                "maxConnections",
                CONNECTIONS,
                "minConnections",
                1,
                "queueSize",
                1000);
        return Map.of("profile", profile(store.journal().kind()), "db", db);
    }

    private static String driver(Settings.Journal.Kind kind) {
        return switch (kind) {
            case H2 -> "org.h2.Driver";
            case POSTGRESQL -> "org.postgresql.Driver";
        };
    }

    private static String profile(Settings.Journal.Kind kind) {
        return switch (kind) {
            case H2 -> "slick.jdbc.H2Profile$";
            case POSTGRESQL -> "slick.jdbc.PostgresProfile$";
        };
    }
}
