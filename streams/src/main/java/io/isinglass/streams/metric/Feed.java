package io.isinglass.streams.metric;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The last rows of a run, for live readers: a ring that its one writer never waits for.
 *
 * <p>Each reader holds a cursor. One that falls more than the ring behind is moved up, and told how many rows it missed.
 */
public final class Feed {

    /** Rows handed to a reader at once, at most. */
    private static final int PORTION = 512;

    /** The ring is made no larger than what has been in it needs. */
    private static final int SMALLEST = 256;

    private final int capacity;
    private final long first;
    private Row[] ring;
    private long next;
    private boolean ended;
    private CompletableFuture<Void> news = new CompletableFuture<>();

    /**
     * What a reader gets.
     *
     * @param missed rows that it was too slow for, just before these
     */
    public record Portion(long missed, List<Row> rows) {

        public Portion {
            rows = List.copyOf(rows);
        }
    }

    /** A ring of {@code capacity} rows, those of a run from its beginning. */
    public Feed(int capacity) {
        this(capacity, 0);
    }

    /** A ring of {@code capacity} rows, the next of which has number {@code first}; those before are missed by all. */
    public Feed(int capacity, long first) {
        this.capacity = capacity;
        this.first = first;
        this.next = first;
        this.ring = new Row[Math.min(SMALLEST, capacity)];
    }

    private void grow() {
        Row[] larger = new Row[Math.min(2 * ring.length, capacity)];
        for (long seq = oldest(); seq < next; seq++) {
            larger[(int) (seq % larger.length)] = ring[(int) (seq % ring.length)];
        }
        ring = larger;
    }

    private long oldest() {
        return Math.max(first, next - ring.length);
    }

    /** Adds rows, whose numbers continue those before. */
    public void append(List<Row> rows) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            for (Row row : rows) {
                if (next - first >= ring.length && ring.length < capacity) {
                    grow();
                }
                ring[(int) (next++ % ring.length)] = row;
            }
            waiting = news;
            news = new CompletableFuture<>();
        }
        waiting.complete(null);
    }

    /** Says that no more rows will come; readers come to their end. */
    public void end() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            ended = true;
            waiting = news;
        }
        waiting.complete(null);
    }

    /** The rows from number {@code from} on that are there now. */
    public synchronized Portion now(long from, int most) {
        long start = Math.max(from, oldest());
        List<Row> rows = new ArrayList<>();
        for (long seq = start; seq < next && rows.size() < most; seq++) {
            rows.add(ring[(int) (seq % ring.length)]);
        }
        return new Portion(Math.max(0, start - Math.max(0, from)), rows);
    }

    /** How many rows there have been. */
    public synchronized long written() {
        return next;
    }

    /** The rows from number {@code from} on, live, until the run ends. */
    public Source<Portion, NotUsed> live(long from) {
        return Source.unfoldAsync(Math.max(0, from), this::await);
    }

    private CompletionStage<Optional<Pair<Long, Portion>>> await(long from) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (next > from) {
                Portion portion = now(from, PORTION);
                long cursor = from + portion.missed() + portion.rows().size();
                return CompletableFuture.completedFuture(Optional.of(Pair.create(cursor, portion)));
            }
            if (ended) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            waiting = news;
        }
        return waiting.thenCompose(_ -> await(from));
    }
}
