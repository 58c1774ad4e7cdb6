package io.isinglass.streams.source;

import io.isinglass.engine.field.Values;
import io.isinglass.streams.learn.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How lines that come from outside become records: a fold, whose state is how far they have come. So the same lines give the
 * same records in whatever portions they come.
 */
public final class Intake {

    /*
     * The times of records must increase. To know of each time whether it was there already, as for a file, all would have
     * to be remembered, and there is no end of them.
     */

    private final Form form;
    private final Selection selection;
    private final Reading reading;
    private final DoubleUnaryOperator turn;
    private final Values values;
    private final Function<Message, String> where;

    Intake(
            Form form,
            Selection selection,
            Reading reading,
            DoubleUnaryOperator turn,
            Values values,
            Function<Message, String> where) {
        this.form = form;
        this.selection = selection;
        this.reading = reading;
        this.turn = turn;
        this.values = values;
        this.where = where;
    }

    /** What has come of a portion of lines, and how far all have come with it; rejections have numbers among all lines. */
    public record Taken(Standing after, List<Arrival> arrivals, List<Frame.Rejection> rejected) {

        public Taken {
            arrivals = List.copyOf(arrivals);
            rejected = List.copyOf(rejected);
        }
    }

    /** How many lines there are in a portion; the last need not have an end. */
    public static long count(byte[] portion) {
        long count = portion.length > 0 && portion[portion.length - 1] != '\n' ? 1 : 0;
        for (byte each : portion) {
            count += each == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Takes the lines of a portion but for the first {@code known}, which have come before. */
    public Taken take(Standing before, byte[] portion, long known) {
        List<Arrival> arrivals = new ArrayList<>();
        List<Frame.Rejection> rejected = new ArrayList<>();
        Standing at = before;
        try (Lines lines = Lines.plain(portion)) {
            for (Optional<Lines.Line> read = lines.next(); read.isPresent(); read = lines.next()) {
                if (read.get().number() > known) {
                    at = judge(at, read.get(), () -> "", arrivals, rejected);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Taken(at, arrivals, rejected);
    }

    /**
     * Takes messages, of which each is a line, up to the record with number {@code until}. How many that were, the lines say
     * that have come.
     */
    public Taken take(Standing before, List<Message> messages, long until) {
        List<Arrival> arrivals = new ArrayList<>();
        List<Frame.Rejection> rejected = new ArrayList<>();
        Standing at = before;
        for (Message message : messages) {
            if (at.records() >= until) {
                break;
            }
            at = judge(at, Lines.whole(message), () -> where.apply(message), arrivals, rejected);
        }
        return new Taken(at, arrivals, rejected);
    }

    private Standing judge(
            Standing at,
            Lines.Line read,
            Supplier<String> place,
            List<Arrival> arrivals,
            List<Frame.Rejection> rejected) {
        long line = at.lines() + 1;
        try {
            Optional<Frame> frame = read.fault().isEmpty() && read.text().isBlank()
                    ? Optional.empty()
                    : checked(at, new Lines.Line(line, read.text(), read.fault()));
            if (frame.isEmpty()) {
                return new Standing(line, at.records(), at.rejected(), at.lost(), at.time(), false);
            }
            arrivals.add(
                    new Arrival(at.records(), line, read.text(), frame.get().follows(), at.lost()));
            String time = selection.hasTime() ? frame.get().name() : "";
            return new Standing(line, at.records() + 1, at.rejected(), 0, time, false);
        } catch (NoRecord e) {
            rejected.add(e.of(place.get(), new Lines.Line(line, read.text(), read.fault())));
            return new Standing(line, at.records(), at.rejected() + 1, at.lost() + 1, at.time(), false);
        }
    }

    /** A line as a record; empty if it is of an hour that does not count. */
    private Optional<Frame> checked(Standing at, Lines.Line read) throws NoRecord {
        if (read.fault().isPresent()) {
            throw new NoRecord(read.fault().get());
        }
        Form.Parsed parsed = form.parse(read.text(), selection);
        boolean follows = at.records() > 0;
        if (parsed.time().isPresent()) {
            LocalDateTime time = Pass.time(parsed.time().get());
            if (!reading.calendar().counts(time)) {
                return Optional.empty();
            }
            if (!at.time().isEmpty()) {
                LocalDateTime last = LocalDateTime.parse(at.time());
                if (!time.isAfter(last)) {
                    throw new NoRecord("%s is not after %s, the time of the record before".formatted(time, last));
                }
                follows = reading.calendar().follows(last, time);
            }
            follows &= !at.time().isEmpty();
        }
        return Optional.of(frame(new Arrival(at.records(), read.number(), read.text(), follows, at.lost()), parsed));
    }

    /** A record that was taken once. */
    Frame frame(Arrival arrival) {
        try {
            return frame(arrival, form.parse(arrival.text(), selection));
        } catch (NoRecord e) {
            throw new IllegalStateException("record %d cannot be read again".formatted(arrival.number()), e);
        }
    }

    private Frame frame(Arrival arrival, Form.Parsed parsed) throws NoRecord {
        double[] seen = parsed.values();
        for (int site = 0; site < seen.length; site++) {
            if (!Double.isNaN(seen[site])) {
                seen[site] = turn.applyAsDouble(seen[site]);
                if (values == Values.SPIN && Math.abs(seen[site]) != 1) {
                    throw new NoRecord("%s is %s, no spin (1 or -1)"
                            .formatted(selection.sites().get(site), seen[site]));
                }
            }
        }
        Optional<LocalDateTime> time = parsed.time().isEmpty()
                ? Optional.empty()
                : Optional.of(Pass.time(parsed.time().get()));
        return new Frame(
                arrival.number(),
                time.map(LocalDateTime::toString).orElse("line " + arrival.line()),
                0,
                seen,
                Optional.empty(),
                time.map(reading.calendar()::levels).orElse(List.of()),
                arrival.follows(),
                List.of(),
                arrival.lost());
    }
}
