package io.isinglass.actors.run;

import akka.Done;
import io.isinglass.actors.store.Inbox;
import io.isinglass.streams.source.Arrival;
import io.isinglass.streams.source.Inflow;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way of records from the inbox to a term of a run: what is there is read, what is not is waited for. */
final class Inlet implements Inflow {

    private static final int PORTION = 256;

    private final Inbox inbox;
    private final String run;
    private long records;
    private boolean closed;
    private long wanted;
    private CompletableFuture<List<Arrival>> waiting;
    private CompletableFuture<Done> full;
    private long brought;
    private int most;

    Inlet(Inbox inbox, String run) {
        this.inbox = inbox;
        this.run = run;
    }

    @Override
    public CompletionStage<List<Arrival>> next(long from) {
        CompletableFuture<Done> emptied = null;
        synchronized (this) {
            wanted = Math.max(wanted, from);
            if (full != null && brought - wanted < most) {
                emptied = full;
                full = null;
            }
        }
        if (emptied != null) {
            emptied.complete(Done.getInstance());
        }
        synchronized (this) {
            if (from >= records && !closed) {
                waiting = new CompletableFuture<>();
                return waiting;
            }
            if (from >= records) {
                return CompletableFuture.completedFuture(List.of());
            }
        }
        return inbox.read(run, from, PORTION);
    }

    /**
     * Completes when fewer than so many records wait; asked by one at a time.
     *
     * @param count how many were brought, whether it has been told here yet or not
     */
    synchronized CompletionStage<Done> room(long count, int bound) {
        if (count - wanted < bound) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        brought = count;
        most = bound;
        full = new CompletableFuture<>();
        return full;
    }

    /** So many records have come, and whether no more will; what is told late takes nothing back. */
    void arrived(long count, boolean last) {
        CompletableFuture<List<Arrival>> served;
        synchronized (this) {
            records = Math.max(records, count);
            closed |= last;
            if (waiting == null || wanted >= records && !closed) {
                return;
            }
            served = waiting;
            waiting = null;
        }
        next(wanted).whenComplete((arrivals, error) -> {
            if (error == null) {
                served.complete(arrivals);
            } else {
                served.completeExceptionally(error);
            }
        });
    }

    /** Whether the run waits for records. */
    synchronized boolean isDry() {
        return waiting != null;
    }

    /** How many records there are. */
    synchronized long records() {
        return records;
    }

    /** How many records there will have been; empty: nobody knows. */
    synchronized OptionalLong end() {
        return closed ? OptionalLong.of(records) : OptionalLong.empty();
    }
}
