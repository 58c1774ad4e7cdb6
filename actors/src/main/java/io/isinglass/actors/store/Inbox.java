package io.isinglass.actors.store;

import com.zaxxer.hikari.HikariDataSource;
import io.isinglass.config.Settings;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.sink.Reached;
import io.isinglass.streams.source.Arrival;
import io.isinglass.streams.source.Intake;
import io.isinglass.streams.source.Mark;
import io.isinglass.streams.source.Message;
import io.isinglass.streams.source.Standing;
import io.isinglass.streams.source.Tap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What comes to runs from outside, until they have learned from it and need it no more; and what came and was no record. It
 * is in the data base of the journal, or in memory where nothing is kept.
 */
public final class Inbox implements AutoCloseable {

    /*
     * Any node may write. The order of lines is that in which they are written, and whoever believes that fewer have come
     * than have, is told by the data base and judges them anew.
     */

    /** Lines that were no record: so many are kept of a run, what is beyond is counted. */
    public static final int MOST_LETTERS = 10_000;

    private static final int CONNECTIONS = 4;
    private static final int MOST_ATTEMPTS = 100;
    private static final String MEMORY = "jdbc:h2:mem:isinglass-inbox-%d;DATABASE_TO_UPPER=false";
    private static final AtomicLong COUNT = new AtomicLong();

    private final Database database;
    private final Settings.Journal.Kind kind;
    private final boolean inMemory;
    private final Executor threads;
    private Optional<HikariDataSource> pool = Optional.empty();

    /** What is in memory is there as long as somebody is connected with it. */
    private Optional<Connection> memory = Optional.empty();

    private Inbox(Database database, Settings.Journal.Kind kind, boolean inMemory, Executor threads) {
        this.database = database;
        this.kind = kind;
        this.inMemory = inMemory;
        this.threads = threads;
    }

    /** The inbox of a store; nothing is opened before something comes. */
    public static Inbox of(Settings.Store store, Executor threads) {
        return store.kept()
                ? new Inbox(Journal.database(store), store.journal().kind(), false, threads)
                : inMemory(threads);
    }

    /** An inbox that lives as long as its process. */
    public static Inbox inMemory(Executor threads) {
        String url = MEMORY.formatted(COUNT.incrementAndGet());
        return new Inbox(new Database(url, "", ""), Settings.Journal.Kind.H2, true, threads);
    }

    /** Whether other nodes of the same settings find the same in it. */
    public boolean isShared() {
        return kind == Settings.Journal.Kind.POSTGRESQL;
    }

    /** Lines that were no record: how many there were, and those that are kept, as NDJSON. */
    public record Letters(long count, byte[] lines) {}

    /**
     * Takes a delivery whole, or nothing of it; completes when it is safe.
     *
     * @param learned how many records the run has learned from
     * @param most how many more it may have before it
     */
    public CompletionStage<Delivery.Outcome> take(
            String run, Intake intake, Delivery delivery, long learned, int most) {
        return send("take lines for " + run, connection -> {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<Delivery.Outcome> outcome = attempt(connection, run, intake, delivery, learned, most);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw new SQLException("others were quicker " + MOST_ATTEMPTS + " times");
        });
    }

    /** Empty: another writer was quicker. */
    private static Optional<Delivery.Outcome> attempt(
            Connection connection, String run, Intake intake, Delivery delivery, long learned, int most)
            throws SQLException {
        Optional<Standing> stored = InboxTables.standing(connection, run);
        Standing before = stored.orElse(Standing.NONE);
        long from = delivery.from().orElse(before.lines());
        long end = from + Intake.count(delivery.lines());
        if (from > before.lines() || delivery.last() && end < before.lines()) {
            return Optional.of(new Delivery.Gap(before.lines()));
        }
        long known = Math.min(before.lines(), end) - from;
        if (before.closed()) {
            return Optional.of(
                    end > before.lines() ? new Delivery.Closed(before.lines()) : taken(before, known, 0, List.of()));
        }
        if (end > before.lines() && before.records() - learned >= most) {
            return Optional.of(new Delivery.Full(before.lines(), before.records() - learned));
        }
        Intake.Taken judged = intake.take(before, delivery.lines(), known);
        Standing after = delivery.last() ? judged.after().close() : judged.after();
        if (after.closed() && after.records() == 0) {
            return Optional.of(new Delivery.Empty(before.lines()));
        }
        boolean written = after.equals(before)
                || InboxTables.write(
                        connection,
                        run,
                        stored,
                        after,
                        judged.arrivals(),
                        DeadLetter.of(judged.rejected(), before.rejected(), MOST_LETTERS),
                        List.of());
        return written
                ? Optional.of(taken(after, known, judged.arrivals().size(), judged.rejected()))
                : Optional.empty();
    }

    private static Delivery.Taken taken(Standing after, long repeated, long taken, List<Frame.Rejection> rejected) {
        return new Delivery.Taken(after.lines(), repeated, taken, rejected, after.records(), after.closed());
    }

    /** How far a run has taken what it fetches: its lines, and the parts that they lie in. */
    public record Fetched(Standing standing, List<Mark> marks) {

        public Fetched {
            marks = List.copyOf(marks);
        }
    }

    /** How far a run has taken what it fetches. */
    public CompletionStage<Fetched> fetched(String run) {
        // In this order: who writes in between moves the lines, and is seen when these are to be moved again.
        return send("read how far " + run + " is", connection -> {
            Standing standing = InboxTables.standing(connection, run).orElse(Standing.NONE);
            return new Fetched(standing, InboxTables.marks(connection, run));
        });
    }

    /** Sets marks for parts of which the run has none yet; those of whoever was first are kept. */
    public CompletionStage<Fetched> mark(String run, List<Mark> marks) {
        return send("mark where " + run + " begins", connection -> InboxTables.mark(connection, run, marks))
                .thenCompose(_ -> fetched(run));
    }

    /**
     * Takes what a run has fetched, and moves its marks, in one transaction; completes when it is safe. Fails if others have
     * taken more than the run believes. If there is an end and no record before it, nothing is taken.
     *
     * @param until how many records the run takes at most
     */
    public CompletionStage<Fetched> take(String run, Intake intake, Fetched before, Tap.Haul haul, long until) {
        Intake.Taken judged = intake.take(before.standing(), haul.messages(), until);
        boolean last = haul.ended() || judged.after().records() >= until;
        Standing after = last ? judged.after().close() : judged.after();
        long count = after.lines() - before.standing().lines();
        List<Mark> marks = moved(before.marks(), haul.messages().subList(0, Math.toIntExact(count)));
        Fetched now = new Fetched(after, marks);
        if (last && after.records() == 0) {
            return CompletableFuture.completedFuture(now);
        }
        return send("take messages for " + run, connection -> {
            Optional<Standing> stored = InboxTables.standing(connection, run);
            boolean mine = stored.orElse(Standing.NONE).equals(before.standing())
                    && (after.equals(before.standing())
                            || InboxTables.write(
                                    connection,
                                    run,
                                    stored,
                                    after,
                                    judged.arrivals(),
                                    DeadLetter.of(
                                            judged.rejected(), before.standing().rejected(), MOST_LETTERS),
                                    marks));
            if (!mine) {
                throw new SQLException("another has taken them");
            }
            return now;
        });
    }

    private static List<Mark> moved(List<Mark> marks, List<Message> taken) {
        Map<Integer, Mark> all = new TreeMap<>();
        marks.forEach(mark -> all.put(mark.part(), mark));
        taken.forEach(message -> all.computeIfPresent(message.part(), (_, mark) -> mark.after(message.place())));
        return List.copyOf(all.values());
    }

    /** How far the lines of a run have come. */
    public CompletionStage<Standing> standing(String run) {
        return send(
                "read how far " + run + " is",
                connection -> InboxTables.standing(connection, run).orElse(Standing.NONE));
    }

    /** Records of a run from number {@code from} on, at most {@code most}; fails where that one has been dropped. */
    public CompletionStage<List<Arrival>> read(String run, long from, int most) {
        return send("read records of " + run, connection -> InboxTables.read(connection, run, from, most));
    }

    /** Keeps lines of a file that were no record; those that it has already, or that came before such, are not kept again. */
    public CompletionStage<Standing> bury(String run, List<Frame.Rejection> rejected) {
        return send("keep lines of " + run, connection -> {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<Standing> stored = InboxTables.standing(connection, run);
                Standing before = stored.orElse(Standing.NONE);
                List<Frame.Rejection> fresh = rejected.stream()
                        .filter(rejection -> rejection.line() > before.lines())
                        .toList();
                if (fresh.isEmpty()) {
                    return before;
                }
                long count = before.rejected() + fresh.size();
                Standing after = new Standing(fresh.getLast().line(), 0, count, 0, "", false);
                List<DeadLetter> letters = DeadLetter.of(fresh, before.rejected(), MOST_LETTERS);
                if (InboxTables.write(connection, run, stored, after, List.of(), letters, List.of())) {
                    return after;
                }
            }
            throw new SQLException("others were quicker " + MOST_ATTEMPTS + " times");
        });
    }

    /** The lines of a run that were no record. */
    public CompletionStage<Letters> letters(String run) {
        if (inMemory && !isOpen()) {
            return CompletableFuture.completedFuture(new Letters(0, new byte[0]));
        }
        return send("read lines of " + run, connection -> {
            long count = InboxTables.standing(connection, run)
                    .map(Standing::rejected)
                    .orElse(0L);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (byte[] letter : InboxTables.letters(connection, run)) {
                lines.writeBytes(letter);
                lines.write('\n');
            }
            return new Letters(count, lines.toByteArray());
        });
    }

    /** The lines of a run that were no record, after a line and at most so many. */
    public CompletionStage<List<DeadLetter>> letters(String run, long after, int most) {
        return inMemory && !isOpen()
                ? CompletableFuture.completedFuture(List.of())
                : send("read lines of " + run, connection -> InboxTables.letters(connection, run, after, most));
    }

    /** How far a run has been brought to its sink, as it was noted last. */
    public CompletionStage<Reached> sent(String run) {
        return inMemory && !isOpen()
                ? CompletableFuture.completedFuture(Reached.NONE)
                : send("read how much of " + run + " was sent", connection -> InboxTables.sent(connection, run));
    }

    /** Notes how far a run has been brought; what is noted to be farther stays. */
    public CompletionStage<Reached> sent(String run, Reached reached) {
        return send("note how much of " + run + " was sent", connection -> {
            InboxTables.sent(connection, run, reached);
            return reached;
        });
    }

    /** Drops the records of a run up to one that is still needed. */
    public CompletionStage<Long> drop(String run, long before) {
        return send("drop records of " + run, connection -> {
            InboxTables.drop(connection, run, before);
            return before;
        });
    }

    /** Forgets all of a run. */
    public CompletionStage<String> forget(String run) {
        if (inMemory && !isOpen()) {
            return CompletableFuture.completedFuture(run);
        }
        return send("forget " + run, connection -> {
            InboxTables.forget(connection, run);
            return run;
        });
    }

    @FunctionalInterface
    private interface Errand<T> {

        T on(Connection connection) throws SQLException;
    }

    private <T> CompletionStage<T> send(String what, Errand<T> errand) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(what, errand);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private <T> T call(String what, Errand<T> errand) throws IOException {
        try (Connection connection = open().getConnection()) {
            return errand.on(connection);
        } catch (SQLException e) {
            throw database.failure(what + " in the inbox", e);
        }
    }

    private synchronized boolean isOpen() {
        return pool.isPresent();
    }

    private synchronized HikariDataSource open() throws IOException, SQLException {
        if (pool.isEmpty()) {
            memory = inMemory ? Optional.of(database.connect()) : Optional.empty();
            HikariDataSource opened = database.pool("inbox", CONNECTIONS);
            try (Connection connection = opened.getConnection()) {
                InboxTables.create(connection, kind);
            } catch (SQLException e) {
                opened.close();
                throw e;
            }
            pool = Optional.of(opened);
        }
        return pool.get();
    }

    @Override
    public synchronized void close() throws IOException {
        if (pool.isPresent()) {
            pool.get().close();
            pool = Optional.empty();
        }
        if (memory.isPresent()) {
            try {
                memory.get().close();
            } catch (SQLException e) {
                throw database.failure("close the inbox", e);
            }
        }
    }
}
