package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Settings.Store> stores() throws Exception {
        return Stream.of(fresh(Settings.Journal.Kind.H2), fresh(Settings.Journal.Kind.POSTGRESQL), Stores.nothing());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatIsThereIsReadInPagesAndWhatWasDroppedIsMissed(Settings.Store store) throws Exception {
        try (Node node = new Node(store)) {
            assertEquals(List.of(), node.page("run", 1, 3));
            node.openBrief("run").says("recovered ");
            for (int word = 1; word <= 8; word++) {
                node.write("w" + word);
            }
            assertEquals(List.of("1 w1", "2 w2", "3 w3"), node.page("run", 1, 3));
            assertEquals(List.of("7 w7", "8 w8"), node.page("run", 7, 3));
            assertEquals(List.of(), node.page("run", 9, 3));
            for (int word = 9; word <= 25; word++) {
                node.write("w" + word);
            }
            node.await(() -> assertEquals(List.of("11 w11", "12 w12"), node.page("run", 3, 2)));
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
        Settings.Store store = Stores.h2(folder.resolve("killed"));
        Process victim = Victim.start(folder.resolve("killed"));
        assertEquals("kept", Victim.say(victim));
        String open =
                assertThrows(IOException.class, () -> Journal.prepare(store)).getMessage();
        assertTrue(open.endsWith("killed/journal: another process has it open"), open);

        int kept = 1;
        while (kept < 20 || victim.getInputStream().available() > 0) {
            assertEquals("kept", Victim.say(victim));
            kept++;
        }
        victim.destroyForcibly().onExit().join();

        int found = numbers(store).size();
        assertTrue(found >= kept, found + " events are there, " + kept + " were said to be kept");
        try (Node node = new Node(store)) {
            node.open("run").says("recovered " + "a".repeat(found));
        }
    }

    @Test
    void everyWriteToTheFileIsOnTheDiskWhenItReturns() throws Exception {
        Settings.Store store = Stores.h2(folder.resolve("synced"));
        Journal.prepare(store);
        try (Connection open = Journal.database(store).connect()) {
            assertTrue(open.isValid(1));
            String flags = OpenFile.flags(folder.resolve("synced/journal.mv.db"));
            assertTrue((Integer.parseInt(flags, 8) & OpenFile.DSYNC) != 0, "opened with flags " + flags);
        }
    }

    @Test
    void theFileIsTidiedWhileItIsWritten() throws Exception {
        Path file = Files.createDirectories(folder.resolve("grown")).resolve("journal");
        String url = "jdbc:h2:file:" + file + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;RETENTION_TIME=0";
        Settings.Store store = Stores.of(Map.of("journal.url", url));
        Journal.prepare(store);

        Events.write(store, "run", 2000, 500);

        long size = Files.size(folder.resolve("grown/journal.mv.db"));
        assertTrue(size < 7 << 20, "1 MB of events, 15 MiB were they never tidied: " + size);
        assertEquals(2000, numbers(store).size());
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
