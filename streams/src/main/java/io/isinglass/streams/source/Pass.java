package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Frame;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One time through a file of records, from its first line on. */
final class Pass implements AutoCloseable {

    private final String path;
    private final Lines lines;
    private final Form form;
    private final Reading reading;
    private final List<Frame.Rejection> pending = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final BitSet seen = new BitSet();
    private Optional<Selection> selection = Optional.empty();
    private Optional<LocalDateTime> before = Optional.empty();
    private long records;
    private long line;

    Pass(String path, Lines lines, Form form, Reading reading) {
        this.path = path;
        this.lines = lines;
        this.form = form;
        this.reading = reading;
    }

    /** How many records have been read. */
    long records() {
        return records;
    }

    /** How many lines have been read. */
    long line() {
        return line;
    }

    Selection selection() {
        return selection.orElseThrow();
    }

    /** The first line that was no record, and why; empty if there was none. */
    String firstRejection() {
        return pending.isEmpty()
                ? ""
                : "; line %d: %s"
                        .formatted(pending.getFirst().line(), pending.getFirst().reason());
    }

    /** Refuses a site that no record has had a value of. */
    void checkAllSeen() {
        int unseen = seen.nextClearBit(0);
        if (unseen < selection().sites().size()) {
            throw new Refused(
                    "options.sites",
                    "no record of %s has a value of %s"
                            .formatted(path, selection().sites().get(unseen)));
        }
    }

    /** The next record, its values as they are written; empty after the last. */
    Optional<Frame> next() throws IOException {
        for (Optional<Lines.Line> read = lines.next(); read.isPresent(); read = lines.next()) {
            Optional<Frame> frame = take(read.get());
            if (frame.isPresent()) {
                return frame;
            }
        }
        if (selection.isEmpty() && !form.namesInEveryRecord()) {
            throw new Refused("options.path", path + " has no head line that can be read");
        }
        return Optional.empty();
    }

    /** The last record, with what is no record from there to line {@code last}. */
    Frame last(Frame frame, long last) throws IOException {
        List<Frame.Rejection> all = new ArrayList<>(frame.rejected());
        while (line < last) {
            Optional<Lines.Line> read = lines.next();
            if (read.isEmpty()) {
                break;
            }
            take(read.get());
        }
        all.addAll(pending);
        return frame.with(all);
    }

    private Optional<Frame> take(Lines.Line read) {
        line = read.number();
        if (read.fault().isEmpty() && read.text().isBlank()) {
            return Optional.empty();
        }
        try {
            if (read.fault().isPresent()) {
                throw new NoRecord(read.fault().get());
            }
            if (selection.isEmpty()) {
                List<String> names = form.columns(read.text());
                boolean open = form.namesInEveryRecord();
                selection = Optional.of(new Selection(path, names, open, reading.sites(), reading.time()));
                if (!open) {
                    return Optional.empty();
                }
            }
            return record(read);
        } catch (NoRecord e) {
            if (selection.isEmpty() && !form.namesInEveryRecord()) {
                throw new Refused("options.path", path + " has no head line that can be read: " + e.getMessage());
            }
            pending.add(e.of(read));
            return Optional.empty();
        }
    }

    private Optional<Frame> record(Lines.Line read) throws NoRecord {
        Form.Parsed parsed = form.parse(read.text(), selection());
        if (parsed.time().isEmpty()) {
            return Optional.of(accept("line " + line, parsed.values(), List.of(), records > 0));
        }
        LocalDateTime time = time(parsed.time().get());
        if (!reading.calendar().counts(time)) {
            return Optional.empty();
        }
        if (!known.add(parsed.time().get())) {
            throw new NoRecord("there was a record of " + parsed.time().get() + " already");
        }
        boolean follows = before.isPresent() && reading.calendar().follows(before.get(), time);
        before = Optional.of(time);
        return Optional.of(
                accept(time.toString(), parsed.values(), reading.calendar().levels(time), follows));
    }

    /** The time of a record. */
    static LocalDateTime time(String text) throws NoRecord {
        try {
            return Calendar.time(text);
        } catch (DateTimeParseException _) {
            throw new NoRecord("\"" + text + "\" is no time such as 2001-01-31T07:00");
        }
    }

    private Frame accept(String name, double[] values, List<Integer> levels, boolean follows) {
        for (int site = 0; site < values.length; site++) {
            if (!Double.isNaN(values[site])) {
                seen.set(site);
            }
        }
        Frame frame = new Frame(records, name, 0, values, Optional.empty(), levels, follows, pending);
        records++;
        pending.clear();
        return frame;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
