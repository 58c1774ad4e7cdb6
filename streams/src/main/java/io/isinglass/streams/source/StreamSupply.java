package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines of bytes that can be read only once, such as standard input: a single part, in which the place of a line is the
 * number of lines before it. A run that has taken some of them in another process passes over as many.
 */
public final class StreamSupply implements Supply {

    /*
     * Reading may block for ever, so a thread of its own does it. What was read and is not yet known to be kept is at hand:
     * the portion that was handed out last, since no other is before that is kept.
     */

    private static final int BUFFERED = 1024;
    private static final int PORTION = 500;
    private static final int MOMENT_MILLIS = 250;

    private final String name;
    private final InputStream bytes;
    private final BlockingQueue<Read> read = new ArrayBlockingQueue<>(BUFFERED);
    private List<Message> last = List.of();
    private long passed;
    private boolean begun;
    private Optional<End> end = Optional.empty();

    /** What the thread has found. */
    private sealed interface Read {}

    private record Found(Lines.Line line) implements Read {}

    private record End(Optional<IOException> failure) implements Read {}

    /** Those of {@code bytes}, under a name for what is said of them; read as soon as it is opened. */
    public StreamSupply(String name, InputStream bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean mayComeBack() {
        return false;
    }

    @Override
    public synchronized Tap open() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("lines").start(this::readAll);
        }
        return new Reader();
    }

    private void readAll() {
        try {
            Optional<IOException> failure = Optional.empty();
            try {
                Lines lines = new Lines(bytes);
                for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                    read.put(new Found(line.get()));
                }
            } catch (IOException e) {
                failure = Optional.of(e);
            }
            read.put(new End(failure));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Message message(Lines.Line line) {
        byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
        return new Message(0, line.number() - 1, text, line.fault());
    }

    /** Lines from number {@code from} on, counted from 0; those before are passed over. */
    private synchronized Tap.Haul haul(long from) throws IOException {
        last = last.stream().filter(message -> message.place() >= from).toList();
        if (!last.isEmpty()) {
            return new Tap.Haul(last, false);
        }
        List<Message> found = new ArrayList<>();
        try {
            Read next = end.isPresent() ? null : read.poll(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            while (next != null) {
                switch (next) {
                    case Found line -> found.add(message(line.line()));
                    case End reached -> end = Optional.of(reached);
                }
                next = end.isPresent() || found.size() >= PORTION ? null : read.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        passed += found.size();
        last = found.stream().filter(message -> message.place() >= from).toList();
        end.ifPresent(reached -> check(reached, from));
        return new Tap.Haul(last, end.isPresent());
    }

    private void check(End reached, long from) {
        if (reached.failure().isPresent()) {
            throw new Refused(
                    "options.path",
                    name + " cannot be read: " + reached.failure().get().getMessage());
        }
        if (passed < from) {
            throw new Refused(
                    "options.path",
                    "%s has %d lines, and the run has taken %d: it goes on with the same lines, from the first on"
                            .formatted(name, passed, from));
        }
    }

    /** One reader after the other. */
    private final class Reader implements Tap {

        private long next;

        @Override
        public List<Mark> marks(List<Mark> known) {
            return known.isEmpty() ? List.of(new Mark(0, 0, Mark.OPEN)) : known;
        }

        @Override
        public void begin(List<Mark> marks) {
            next = marks.getFirst().next();
        }

        @Override
        public Haul next() throws IOException {
            Haul haul = haul(next);
            next += haul.messages().size();
            return haul;
        }

        @Override
        public void close() {
            // The bytes are read on by the next.
        }
    }
}
