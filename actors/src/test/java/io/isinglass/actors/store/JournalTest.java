package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run may expect of its journal, on a file and on a server. */
@ExtendWith(Quiet.class)
class JournalTest {

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

    @ParameterizedTest
    @EnumSource
    void aRunGoesOnWhereItsEventsEnd(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Node node = new Node(store)) {
            node.open("run").says("recovered ");
            node.write("a").write("b");
        }
        try (Node node = new Node(store)) {
            node.open("run").says("recovered ab");
        }
    }

    @Test
    void aRunThatKeepsNothingGoesOnInItsProcessAndNowhereElse() throws Exception {
        try (Node node = new Node(Stores.nothing())) {
            node.openBrief("run").says("recovered ");
            for (int word = 0; word < 25; word++) {
                node.write("a");
            }
            node.stopLedger();
            node.openBrief("run").says("recovered " + "a".repeat(25));
        }
        try (Node node = new Node(Stores.nothing())) {
            node.openBrief("run").says("recovered ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWritersOneIsRefused(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Node first = new Node(store);
                Node second = new Node(store)) {
            first.open("run").says("recovered ");
            first.write("a");
            second.open("run").says("recovered a");
            first.write("b");

            second.tell("c").says("JournalFailureException");
            first.write("d");
            second.stopLedger();
            second.open("run").says("recovered abd");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriterWhoseNumberWasDeletedMeanwhileIsRefused(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Node first = new Node(store);
                Node late = new Node(store)) {
            first.openBrief("run").says("recovered ");
            first.write("a");
            late.open("run").says("recovered a");
            for (int word = 0; word < 44; word++) {
                first.write("b");
            }
            first.stopLedger();
            first.openBrief("run").says("recovered a" + "b".repeat(44));
            first.await(() -> assertTrue(numbers(store).getFirst() > 2, "the number after the first is free again"));

            late.tell("c").says("JournalFailureException");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTablesAreMadeOnceHoweverManyNodesStart(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        List<Callable<Void>> starts = new ArrayList<>();
        for (int start = 0; start < 8; start++) {
            starts.add(() -> {
                Journal.prepare(store);
                return null;
            });
        }
        try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
            for (Future<Void> start : nodes.invokeAll(starts)) {
                start.get();
            }
        }
        Journal.prepare(store);
    }

    @ParameterizedTest
    @EnumSource
    void theNumberOfTheLastEventIsKnownAfterAllAreDeleted(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Node node = new Node(store)) {
            node.openEraser("run").says("recovered 0");
            node.tell("a").says("wrote 1").tell("b").says("wrote 2").tell("c").says("wrote 3");
            node.tell(Eraser.ERASE).says("erased 3");
        }
        assertEquals(List.of(3L), numbers(store));
        try (Node node = new Node(store)) {
            node.openEraser("run").says("recovered 3").tell("d").says("wrote 4");
        }
    }

    @Test
    void whatWasSaidToBeKeptOutlivesAKilledProcess() throws Exception {
        Path path = folder.resolve("killed");
        Process victim = Victim.start(path);
        for (int word = 0; word < 20; word++) {
            assertEquals("kept", Victim.say(victim));
        }
        String open = assertThrows(IOException.class, () -> Journal.prepare(Stores.h2(path)))
                .getMessage();
        assertEquals("cannot open the journal jdbc:h2:synced:" + path + "/journal: another process has it open", open);

        victim.destroyForcibly().onExit().join();
        assertTrue(numbers(Stores.h2(path)).size() >= 20);
        try (Node node = new Node(Stores.h2(path))) {
            node.open("run")
                    .says("recovered " + "a".repeat(numbers(Stores.h2(path)).size()));
        }
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

    private static List<Long> numbers(Settings.Store store) throws SQLException, IOException {
        return Events.numbers(store, "run");
    }

    private static Settings.Store fresh(Settings.Journal.Kind kind) throws SQLException {
        String name = "journal" + FRESH.incrementAndGet();
        return switch (kind) {
            case H2 -> Stores.h2(folder.resolve(name));
            case POSTGRESQL -> Stores.postgresql(postgres.database(name), passwordFile);
        };
    }
}
