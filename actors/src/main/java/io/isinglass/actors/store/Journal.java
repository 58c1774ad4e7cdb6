package io.isinglass.actors.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The journal of runs: the events of each, in their order, and now and then the state they have led to. It is Akka
 * Persistence on a file of H2, on PostgreSQL, or in memory where nothing is kept.
 */
public final class Journal {

    /*
     * The key of an event is its run and its number, and a number behind a later one is refused. So writing an event is
     * a compare-and-set: of two who believe to lead a run, one gets an exception.
     */

    private static final String DATABASE = "isinglass-journal";
    private static final String SECONDS_TO_CONNECT = "5";
    private static final int H2_IN_USE = 90020;

    private Journal() {}

    /**
     * What Akka must know of the journal, to be laid over {@code application.conf}.
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
        if (!store.path().isEmpty()) {
            Files.createDirectories(Path.of(store.path()));
        }
        try (Connection connection = connection(store)) {
            JournalTables.create(connection, store.journal().kind());
        } catch (SQLException e) {
            String shown = url(store).replaceFirst("[;?].*", "");
            throw new IOException("cannot open the journal " + shown + ": " + reason(e, store.journal()), e);
        }
    }

    static Connection connection(Settings.Store store) throws SQLException, IOException {
        return DriverManager.getConnection(url(store), properties(store.journal()));
    }

    private static Map<String, Object> inMemory() {
        return Map.of(
                "akka.persistence.journal.plugin", "akka.persistence.journal.inmem",
                "akka.persistence.snapshot-store.plugin", "isinglass-memory-snapshots",
                "isinglass-memory-snapshots.class", MemorySnapshots.class.getName(),
                "isinglass-memory-snapshots.plugin-dispatcher", "akka.actor.default-dispatcher");
    }

    private static Map<String, Object> onDisk(Settings.Store store) throws IOException {
        Map<String, Object> config = new HashMap<>();
        config.put("akka.persistence.journal.plugin", "jdbc-journal");
        config.put("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
        for (String plugin : new String[] {"jdbc-journal", "jdbc-snapshot-store", "jdbc-read-journal"}) {
            config.put(plugin + ".use-shared-db", DATABASE);
        }
        config.put("akka-persistence-jdbc.shared-databases." + DATABASE, database(store));
        return config;
    }

    private static Map<String, Object> database(Settings.Store store) throws IOException {
        Settings.Journal journal = store.journal();
        Map<String, Object> db = new HashMap<>();
        db.put("url", url(store));
        db.put("driver", driver(journal.kind()));
        db.put("connectionPool", "HikariCP");
        db.put("connectionTimeout", SECONDS_TO_CONNECT + " s");
        db.put("numThreads", 4);
        db.put("maxConnections", 4);
        db.put("minConnections", 1);
        db.put("queueSize", 1000);
        Map<String, Object> properties = new HashMap<>();
        properties(journal).forEach((name, value) -> properties.put(name.toString(), value));
        db.put("properties", properties);
        return Map.of("profile", profile(journal.kind()), "db", db);
    }

    private static Properties properties(Settings.Journal journal) throws IOException {
        Properties properties = new Properties();
        properties.put("user", journal.user());
        properties.put("password", password(journal.passwordFile()));
        if (journal.kind() == Settings.Journal.Kind.POSTGRESQL) {
            properties.put("ApplicationName", "isinglass");
            properties.put("tcpKeepAlive", "true");
            properties.put("connectTimeout", SECONDS_TO_CONNECT);
            properties.put("socketTimeout", "60");
        }
        return properties;
    }

    private static String password(String file) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IOException("cannot read the password of the journal from " + file + ": " + e, e);
        }
    }

    private static String url(Settings.Store store) {
        if (!store.journal().url().isEmpty()) {
            return store.journal().url();
        }
        String file = Path.of(store.path()).toAbsolutePath().resolve("journal").toString();
        return "jdbc:h2:" + SyncedFile.url(file) + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
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

    private static String reason(SQLException e, Settings.Journal journal) {
        if (e.getErrorCode() == H2_IN_USE) {
            return "another process has it open";
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("28")) {
            return "the server refuses the user \"" + journal.user() + "\" with the password of "
                    + (journal.passwordFile().isEmpty() ? "no file" : journal.passwordFile()) + ": " + e.getMessage();
        }
        return (state.startsWith("08") ? "cannot connect: " : "") + e.getMessage();
    }
}
