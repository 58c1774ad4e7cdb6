package io.isinglass.actors.run;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.sink.Displaced;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.sink.Parcel;
import io.isinglass.streams.sink.Pipe;
import io.isinglass.streams.sink.Reached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sink in memory that does as brokers do: parcels come whole or not at all, one writer at a time, and it can be away. */
final class Board implements Outlet {

    private final List<Row> rows = new ArrayList<>();
    private final List<String> letters = new ArrayList<>();
    private Optional<Reached> reached = Optional.empty();
    private boolean waitedFor = true;
    private boolean away;
    private boolean closed;
    private boolean mute;
    private int writer;
    private int sends;
    private Runnable before = () -> {};

    @Override
    public String name() {
        return "the board";
    }

    @Override
    public boolean takesLetters() {
        return true;
    }

    @Override
    public synchronized boolean isWaitedFor() {
        return waitedFor;
    }

    @Override
    public synchronized Pipe open(String run, String began) throws IOException {
        look();
        writer++;
        return new Writer(writer, reached);
    }

    private void look() throws IOException {
        if (closed) {
            throw new Refused("", "there is no board");
        }
        if (away) {
            throw new IOException("the board is away");
        }
    }

    /** From now on no run waits for it. */
    synchronized Board unwaited() {
        waitedFor = false;
        return this;
    }

    synchronized Board away(boolean now) {
        away = now;
        return this;
    }

    synchronized Board closed(boolean now) {
        closed = now;
        return this;
    }

    /** From now on nobody is told that a parcel has come, though it has, every third time. */
    synchronized Board mute() {
        mute = true;
        return this;
    }

    /** Forgets how far the run has been brought. */
    synchronized void forget() {
        reached = Optional.empty();
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows);
    }

    synchronized List<String> letters() {
        return List.copyOf(letters);
    }

    synchronized int writers() {
        return writer;
    }

    /** What is sent meets this first. */
    synchronized void before(Runnable what) {
        before = what;
    }

    private synchronized Runnable before() {
        return before;
    }

    private synchronized void take(int by, Parcel parcel) throws IOException {
        look();
        if (by != writer) {
            throw new Displaced("another writes", null);
        }
        rows.addAll(parcel.rows());
        letters.addAll(parcel.letters());
        reached = Optional.of(parcel.after());
        if (mute && ++sends % 3 == 0) {
            throw new IOException("the board does not answer");
        }
    }

    private final class Writer implements Pipe {

        private final int number;
        private final Optional<Reached> found;

        Writer(int number, Optional<Reached> found) {
            this.number = number;
            this.found = found;
        }

        @Override
        public Optional<Reached> reached() {
            return found;
        }

        @Override
        public void send(Parcel parcel) throws IOException {
            before().run();
            take(number, parcel);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
