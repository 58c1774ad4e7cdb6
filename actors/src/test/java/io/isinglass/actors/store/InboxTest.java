package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.sink.Reached;
import io.isinglass.streams.source.Arrival;
import io.isinglass.streams.source.Intake;
import io.isinglass.streams.source.Mark;
import io.isinglass.streams.source.Message;
import io.isinglass.streams.source.Sources;
import io.isinglass.streams.source.Standing;
import io.isinglass.streams.source.Tap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run may expect of its inbox, on a file and on a server. */
@ExtendWith(Quiet.class)
class InboxTest {

    private static final AtomicInteger FRESH = new AtomicInteger();
    private static final Intake INTAKE = Sources.CATALOG
            .make("push", Map.of("sites", "a,b"))
            .apply(null)
            .intake(Values.SPIN)
            .orElseThrow();
    private static final String RECORD = "{\"a\":1,\"b\":-1}\n";
    private static final int MANY = 1_000_000;

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

    private static Settings.Store fresh(Settings.Journal.Kind kind) throws Exception {
        String name = "inbox" + FRESH.incrementAndGet();
        Settings.Store store = switch (kind) {
            case H2 -> Stores.h2(folder.resolve(name));
            case POSTGRESQL -> Stores.postgresql(postgres.database(name), passwordFile);
        };
        Journal.prepare(store);
        return store;
    }

    private static Inbox open(Settings.Store store) {
        return Inbox.of(store, Runnable::run);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Delivery.Outcome take(Inbox inbox, OptionalLong from, boolean last, String lines) throws Exception {
        Delivery delivery = new Delivery(from, last, lines.getBytes(StandardCharsets.UTF_8));
        return await(inbox.take("run", INTAKE, delivery, 0, MANY));
    }

    private static Delivery.Taken take(Inbox inbox, long from, String lines) throws Exception {
        return assertInstanceOf(Delivery.Taken.class, take(inbox, OptionalLong.of(from), false, lines));
    }

    private static List<Long> numbers(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::number).toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasTakenIsThereInItsOrderWhoeverOpensTheStore(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Inbox inbox = open(store)) {
            assertEquals(Standing.NONE, await(inbox.standing("run")));
            take(inbox, 0, RECORD + "poison \0\n" + RECORD);
            take(inbox, 3, "{\"b\":1}");
        }
        try (Inbox inbox = open(store)) {
            assertEquals(new Standing(4, 3, 1, 0, "", false), await(inbox.standing("run")));
            List<Arrival> all = await(inbox.read("run", 0, MANY));
            assertEquals(
                    List.of(
                            new Arrival(0, 1, RECORD.strip(), false, 0),
                            new Arrival(1, 3, RECORD.strip(), true, 1),
                            new Arrival(2, 4, "{\"b\":1}", true, 0)),
                    all);
            assertEquals(all.subList(1, 2), await(inbox.read("run", 1, 1)));
            assertEquals(List.of(), await(inbox.read("run", 3, 1)));
            assertEquals(List.of(), await(inbox.read("other", 0, 1)));
            String letter = new String(await(inbox.letters("run")).lines(), StandardCharsets.UTF_8);
            assertTrue(letter.startsWith("{\"line\":2,\"reason\":\"it is not JSON"), letter);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentAgainIsNotTakenAgain(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            take(inbox, 0, RECORD.repeat(3));

            assertEquals(new Delivery.Taken(3, 3, 0, List.of(), 3, false), take(inbox, 0, RECORD.repeat(3)));
            assertEquals(new Delivery.Taken(3, 1, 0, List.of(), 3, false), take(inbox, 1, RECORD));
            assertEquals(new Delivery.Taken(5, 2, 2, List.of(), 5, false), take(inbox, 1, RECORD.repeat(4)));
            assertEquals(new Delivery.Gap(5), take(inbox, OptionalLong.of(6), false, RECORD));
            assertEquals(new Delivery.Gap(5), take(inbox, OptionalLong.of(0), true, RECORD), "more than that had come");
            assertEquals(5, await(inbox.read("run", 0, MANY)).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterTheLastNothingIsTaken(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            assertEquals(new Delivery.Empty(0), take(inbox, OptionalLong.empty(), true, ""));
            assertEquals(new Delivery.Empty(0), take(inbox, OptionalLong.empty(), true, "poison"));
            take(inbox, 0, RECORD);
            Delivery.Taken closed = new Delivery.Taken(2, 0, 1, List.of(), 2, true);
            assertEquals(closed, take(inbox, OptionalLong.of(1), true, RECORD));

            assertEquals(new Delivery.Closed(2), take(inbox, OptionalLong.empty(), false, RECORD));
            assertEquals(new Delivery.Closed(2), take(inbox, OptionalLong.of(1), false, RECORD.repeat(2)));
            Delivery.Taken again = new Delivery.Taken(2, 1, 0, List.of(), 2, true);
            assertEquals(again, take(inbox, OptionalLong.of(1), true, RECORD));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofManyWritersEachIsTakenOnceAndTheOrderIsOne(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        int writers = 4;
        int deliveries = 10;
        List<Callable<Void>> all = new ArrayList<>();
        try (Inbox one = open(store);
                Inbox other = open(store)) {
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                Inbox inbox = writer % 2 == 0 ? one : other;
                all.add(() -> {
                    for (int k = 0; k < deliveries; k++) {
                        String line = "{\"a\":1,\"id\":" + (number * deliveries + k) + "}\n";
                        assertInstanceOf(
                                Delivery.Taken.class, take(inbox, OptionalLong.empty(), false, line + "x\n" + line));
                    }
                    return null;
                });
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
                for (Future<Void> each : threads.invokeAll(all)) {
                    each.get();
                }
            }
            int records = 2 * writers * deliveries;
            assertEquals(
                    new Standing(3L * writers * deliveries, records, writers * deliveries, 0, "", false),
                    await(one.standing("run")));
            List<Arrival> arrivals = await(other.read("run", 0, MANY));
            assertEquals(LongStream.range(0, records).boxed().toList(), numbers(arrivals));
            Set<String> texts = new HashSet<>();
            for (int k = 0; k < records; k += 2) {
                assertEquals(arrivals.get(k).text(), arrivals.get(k + 1).text(), "a delivery stays together");
                assertEquals(arrivals.get(k).line() + 2, arrivals.get(k + 1).line());
                texts.add(arrivals.get(k).text());
            }
            assertEquals(writers * deliveries, texts.size());
        }
    }

    /** What it would write has been dropped since: the key alone would let it in. */
    @ParameterizedTest
    @EnumSource
    void aWriterThatComesLateIsRefused(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Inbox inbox = open(store);
                Connection late = Journal.database(store).connect()) {
            take(inbox, 0, RECORD.repeat(2));
            Optional<Standing> believed = InboxTables.standing(late, "run");
            take(inbox, 2, RECORD.repeat(3));
            await(inbox.drop("run", 4));

            Standing after = new Standing(3, 3, 0, 0, "", false);
            List<Arrival> arrivals = List.of(new Arrival(2, 3, "late", true, 0));
            assertFalse(InboxTables.write(late, "run", believed, after, arrivals, List.of(), List.of()));
            assertFalse(InboxTables.write(late, "run", Optional.empty(), after, arrivals, List.of(), List.of()));
            assertEquals(List.of(4L), numbers(await(inbox.read("run", 4, MANY))));
            assertEquals(5, await(inbox.standing("run")).lines());
        }
    }

    private static Tap.Haul haul(int part, long... places) {
        return new Tap.Haul(
                LongStream.of(places)
                        .mapToObj(place -> Message.of(part, place, RECORD.getBytes(StandardCharsets.UTF_8)))
                        .toList(),
                false);
    }

    @ParameterizedTest
    @EnumSource
    void marksMoveWithTheRecordsBeforeThem(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        List<Mark> begin = List.of(new Mark(0, 5, Mark.OPEN), new Mark(3, 0, 9));
        try (Inbox inbox = open(store)) {
            Inbox.Fetched at = await(inbox.mark("run", begin));
            at = await(inbox.take("run", INTAKE, at, haul(0, 5, 6, 9), MANY));
            at = await(inbox.take("run", INTAKE, at, haul(3, 0), MANY));
            assertEquals(List.of(new Mark(0, 10, Mark.OPEN), new Mark(3, 1, 9)), at.marks());
        }
        try (Inbox inbox = open(store)) {
            Inbox.Fetched at = await(inbox.fetched("run"));
            assertEquals(List.of(new Mark(0, 10, Mark.OPEN), new Mark(3, 1, 9)), at.marks());
            assertEquals(new Standing(4, 4, 0, 0, "", false), at.standing());
            at = await(inbox.mark("run", List.of(new Mark(3, 7, 9))));
            assertEquals(1, at.marks().getLast().next(), "who was first has set it");

            await(inbox.take("run", INTAKE, at, haul(0, 10, 11, 12), 6));
            at = await(inbox.fetched("run"));
            assertEquals(new Standing(6, 6, 0, 0, "", true), at.standing());
            assertEquals(12, at.marks().getFirst().next(), "the record beyond the end is not taken");
            await(inbox.forget("run"));
            assertEquals(new Inbox.Fetched(Standing.NONE, List.of()), await(inbox.fetched("run")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoThatFetchTheSameOneTakesIt(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Inbox inbox = open(store);
                Inbox other = open(store)) {
            Inbox.Fetched believed = await(inbox.mark("run", List.of(new Mark(0, 0, Mark.OPEN))));
            await(inbox.take("run", INTAKE, believed, haul(0, 0, 1), MANY));
            // The key alone would let them in.
            await(inbox.drop("run", 2));
            assertThrows(Exception.class, () -> await(other.take("run", INTAKE, believed, haul(0, 0, 1, 2), MANY)));

            Inbox.Fetched at = await(other.fetched("run"));
            assertEquals(new Standing(2, 2, 0, 0, "", false), at.standing());
            assertEquals(2, at.marks().getFirst().next());
        }
    }

    /** What a crash between the two would leave: marks without records, or records without marks. */
    @ParameterizedTest
    @EnumSource
    void recordsThatCannotBeWrittenMoveNoMark(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Inbox inbox = open(store);
                Connection connection = Journal.database(store).connect()) {
            Inbox.Fetched at = await(inbox.mark("run", List.of(new Mark(0, 0, Mark.OPEN))));
            connection
                    .createStatement()
                    .execute("ALTER TABLE isinglass_record ADD CONSTRAINT narrow CHECK (number < 3)");
            assertThrows(Exception.class, () -> await(inbox.take("run", INTAKE, at, haul(0, 0, 1, 2, 3), MANY)));
            assertEquals(at, await(inbox.fetched("run")));
            connection.createStatement().execute("ALTER TABLE isinglass_record DROP CONSTRAINT narrow");
            connection.createStatement().execute("ALTER TABLE isinglass_mark ADD CONSTRAINT narrow CHECK (place < 3)");
            assertThrows(Exception.class, () -> await(inbox.take("run", INTAKE, at, haul(0, 0, 1, 2, 3), MANY)));
            assertEquals(at, await(inbox.fetched("run")));
            assertEquals(List.of(), await(inbox.read("run", 0, MANY)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoLongerNeededIsDroppedAndMissed(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            take(inbox, 0, RECORD.repeat(6));
            await(inbox.drop("run", 4));

            assertEquals(List.of(4L, 5L), numbers(await(inbox.read("run", 4, MANY))));
            Throwable error = assertThrows(Exception.class, () -> await(inbox.read("run", 3, MANY)));
            assertInstanceOf(Refused.class, error.getCause());
            take(inbox, 0, RECORD.repeat(7));
            assertEquals(List.of(4L, 5L, 6L), numbers(await(inbox.read("run", 4, MANY))));
            await(inbox.forget("run"));
            assertEquals(Standing.NONE, await(inbox.standing("run")));
            assertEquals(List.of(), await(inbox.read("run", 0, MANY)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooManyThatWaitAreTooMany(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            take(inbox, 0, RECORD.repeat(6));
            Delivery next =
                    new Delivery(OptionalLong.of(5), false, RECORD.repeat(2).getBytes(StandardCharsets.UTF_8));

            assertEquals(new Delivery.Full(6, 4), await(inbox.take("run", INTAKE, next, 2, 4)));
            assertEquals(
                    new Delivery.Taken(7, 1, 1, List.of(), 7, false), await(inbox.take("run", INTAKE, next, 3, 4)));
            assertEquals(
                    new Delivery.Taken(7, 2, 0, List.of(), 7, false),
                    await(inbox.take("run", INTAKE, next, 0, 1)),
                    "what is there already needs no room");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofLinesThatAreNoneSoManyAreKeptAndAllCounted(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            int more = 7;
            take(inbox, 0, "x\n".repeat(Inbox.MOST_LETTERS - 3));
            take(inbox, Inbox.MOST_LETTERS - 3, "y\n".repeat(3 + more));

            Inbox.Letters letters = await(inbox.letters("run"));
            assertEquals(Inbox.MOST_LETTERS + more, letters.count());
            List<String> lines =
                    new String(letters.lines(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(Inbox.MOST_LETTERS, lines.size());
            assertTrue(lines.getLast().contains("\"line\":" + Inbox.MOST_LETTERS + ","), lines.getLast());
        }
    }

    @ParameterizedTest
    @EnumSource
    void linesOfAFileAreKeptOnceHoweverOftenTheyAreMet(Settings.Journal.Kind kind) throws Exception {
        List<Frame.Rejection> met = IntStream.of(3, 4, 9)
                .mapToObj(line -> new Frame.Rejection(line, "why", "what"))
                .toList();
        try (Inbox inbox = open(fresh(kind))) {
            await(inbox.bury("run", met.subList(0, 2)));
            await(inbox.bury("run", met.subList(1, 3)));
            await(inbox.bury("run", met));

            Inbox.Letters letters = await(inbox.letters("run"));
            assertEquals(3, letters.count());
            assertEquals(
                    3,
                    new String(letters.lines(), StandardCharsets.UTF_8).lines().count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void howFarARunWasSentIsNotedAndNeverTakenBack(Settings.Journal.Kind kind) throws Exception {
        Settings.Store store = fresh(kind);
        try (Inbox inbox = open(store)) {
            assertEquals(Reached.NONE, await(inbox.sent("run")));
            await(inbox.sent("run", new Reached(7, 20, 3)));
            await(inbox.sent("run", new Reached(5, 14, 2)));
            await(inbox.sent("other", new Reached(1, 2, 0)));
        }
        try (Inbox inbox = open(store)) {
            assertEquals(new Reached(7, 20, 3), await(inbox.sent("run")));
            await(inbox.sent("run", new Reached(7, 20, 4)));
            assertEquals(new Reached(7, 20, 4), await(inbox.sent("run")));
            await(inbox.forget("run"));
            assertEquals(Reached.NONE, await(inbox.sent("run")));
            assertEquals(new Reached(1, 2, 0), await(inbox.sent("other")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void linesThatAreNoneAreReadInPortions(Settings.Journal.Kind kind) throws Exception {
        try (Inbox inbox = open(fresh(kind))) {
            take(inbox, 0, "x\n" + RECORD + "x\nx\n");
            assertEquals(List.of(1L, 3L), lines(await(inbox.letters("run", 0, 2))));
            assertEquals(List.of(4L), lines(await(inbox.letters("run", 3, 2))));
            assertEquals(List.of(), lines(await(inbox.letters("run", 4, 2))));
        }
    }

    private static List<Long> lines(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::line).toList();
    }

    @Test
    void whereNothingIsKeptItIsInMemory() throws Exception {
        try (Inbox inbox = open(Stores.nothing());
                Inbox other = open(Stores.nothing())) {
            await(inbox.forget("run"));
            assertEquals(Reached.NONE, await(inbox.sent("run")));
            assertEquals(List.of(), await(inbox.letters("run", 0, 1)));
            take(inbox, 0, RECORD);
            assertEquals(1, await(inbox.standing("run")).records());
            assertEquals(Standing.NONE, await(other.standing("run")));
        }
    }
}
