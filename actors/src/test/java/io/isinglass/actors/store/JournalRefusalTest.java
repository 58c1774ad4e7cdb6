package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a journal that cannot be opened. */
class JournalRefusalTest {

    private static final AtomicInteger FRESH = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Path passwordFile;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = Postgres.start();
        passwordFile = Files.writeString(folder.resolve("password"), Postgres.PASSWORD + "\n");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void aServerThatIsNotThereOrRefusesIsToldInWords() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2");

        String absent = refusal(Stores.postgresql("jdbc:postgresql://localhost:1/x", passwordFile));
        assertTrue(
                absent.startsWith("cannot open the journal jdbc:postgresql://localhost:1/x: cannot connect: "), absent);

        String refused = refusal(Stores.postgresql(postgres.url("postgres?sslmode=disable"), wrong));
        assertTrue(
                refused.startsWith("cannot open the journal " + postgres.url("postgres")
                        + ": the server refuses the user \"isinglass\" with the password in " + wrong + ": "),
                refused);
        assertFalse(refused.contains("hunter2"), refused);

        String nowhere = refusal(Stores.postgresql(postgres.url("nowhere"), passwordFile));
        assertTrue(nowhere.endsWith("database \"nowhere\" does not exist"), nowhere);

        Path none = folder.resolve("none");
        assertEquals(
                "cannot read the password for jdbc:postgresql://db/x from the file " + none,
                refusal(Stores.postgresql("jdbc:postgresql://db/x", none)));
    }

    @Test
    void aFolderThatCannotBeMadeAndAFileThatIsNoJournalAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        String message = refusal(Stores.h2(file.resolve("store")));
        assertTrue(message.startsWith("cannot make the folder " + file.resolve("store")), message);

        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("journal.mv.db"), "text".repeat(5000));
        message = refusal(Stores.h2(other));
        assertTrue(message.startsWith("cannot open the journal jdbc:h2:synced:" + other + "/journal: "), message);
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithoutItsKeyIsRefused(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        Journal.prepare(store);
        try (Connection connection = Journal.database(store).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE \"event_tag\"");
            statement.execute("ALTER TABLE \"event_journal\" DROP CONSTRAINT " + Events.keyName(connection));
        }

        String message = refusal(store);
        assertTrue(
                message.endsWith(
                        "the primary key of the table event_journal must be [persistence_id, sequence_number], was []"),
                message);
    }

    private static String refusal(Settings.Store store) {
        return assertThrows(IOException.class, () -> Journal.prepare(store)).getMessage();
    }

    private static Settings.Store fresh(Settings.Journal.Kind kind) throws SQLException {
        String name = "journal" + FRESH.incrementAndGet();
        return switch (kind) {
            case H2 -> Stores.h2(folder.resolve(name));
            case POSTGRESQL -> Stores.postgresql(postgres.database(name), passwordFile);
        };
    }
}
