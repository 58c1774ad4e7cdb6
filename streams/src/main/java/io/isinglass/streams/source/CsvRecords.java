package io.isinglass.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Schema;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Records from a CSV file with a head line (RFC 4180, one record a line), plain or packed by gzip: a column a site. An empty
 * field is a value that is missing. What is no record is told with the record after it, or with the last, and never stops
 * the stream.
 */
final class CsvRecords implements DataSource {

    /*
     * The file is read once, as a whole: its good records must be counted before a run begins, and its first ones tell
     * encoders how to turn all.
     */

    private static final long MOST_BYTES = 256L << 20;
    private static final int EXCERPT = 200;
    private static final ObjectReader ROW = new CsvMapper().readerFor(String[].class);

    /**
     * What a file is read for.
     *
     * @param sites {@code all}, how many columns from the first on, or their names with commas between them
     * @param time the column of the time of a record; {@code none}: it has none
     * @param first how many records encoders see before they turn any
     */
    record Reading(String sites, String time, Calendar calendar, Encoder encoder, double at, int first, int batch) {}

    private final String path;
    private final Reading reading;
    private final List<String> sites = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Frame.Rejection> pending = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int[] columns = new int[0];
    private int width;
    private int timeColumn = -1;
    private Optional<LocalDateTime> before = Optional.empty();

    CsvRecords(String path, Files files, Reading reading) {
        this.path = path;
        this.reading = reading;
        reading.encoder().check(reading.at());
        try {
            read(new Lines(files.read(path, MOST_BYTES)));
        } catch (IOException e) {
            throw new Refused("options.path", path + " cannot be read: " + e.getMessage());
        }
        if (frames.isEmpty()) {
            throw new Refused(
                    "options.path",
                    path + " has no record"
                            + (pending.isEmpty()
                                    ? ""
                                    : "; line %d: %s"
                                            .formatted(
                                                    pending.getFirst().line(),
                                                    pending.getFirst().reason())));
        }
        if (!pending.isEmpty()) {
            Frame last = frames.removeLast();
            pending.addAll(0, last.rejected());
            frames.add(last.with(pending));
        }
        encode();
    }

    private void read(Lines lines) throws IOException {
        Optional<Lines.Line> head = lines.next();
        if (head.isEmpty() || head.get().fault().isPresent()) {
            throw new Refused("options.path", path + " has no head line that can be read");
        }
        head(fields(head.get().text()));
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!line.get().text().isBlank() || line.get().fault().isPresent()) {
                take(line.get());
            }
        }
    }

    private static String[] fields(String line) throws JsonProcessingException {
        return ROW.readValue(line);
    }

    private void head(String[] names) {
        width = names.length;
        timeColumn = reading.time().equals("none") ? -1 : column(names, reading.time(), "time");
        List<Integer> chosen = new ArrayList<>();
        if (reading.sites().equals("all") || reading.sites().matches("[0-9]{1,6}")) {
            int most = reading.sites().equals("all") ? width : Integer.parseInt(reading.sites());
            for (int column = 0; column < width && chosen.size() < most; column++) {
                if (column != timeColumn) {
                    chosen.add(column);
                }
            }
            if (!reading.sites().equals("all") && chosen.size() < most) {
                throw new Refused(
                        "options.sites",
                        "sites must be at most the %d columns of %s, was %d".formatted(chosen.size(), path, most));
            }
        } else {
            for (String name : reading.sites().split(",", -1)) {
                chosen.add(column(names, name, "sites"));
            }
        }
        if (chosen.size() < 2) {
            throw new Refused("options.sites", path + " must have two columns or more for sites");
        }
        columns = chosen.stream().mapToInt(Integer::intValue).toArray();
        chosen.forEach(column -> sites.add(names[column]));
    }

    private int column(String[] names, String name, String option) {
        int found = Arrays.asList(names).indexOf(name);
        if (found < 0) {
            throw new Refused(
                    "options." + option,
                    "there is no column %s in %s (first columns: %s)"
                            .formatted(
                                    name,
                                    path,
                                    String.join(", ", Arrays.asList(names).subList(0, Math.min(8, names.length)))));
        }
        return found;
    }

    /** Takes a line: as a record, or as one that is rejected. */
    private void take(Lines.Line line) {
        if (line.fault().isPresent()) {
            reject(line, line.fault().get());
            return;
        }
        try {
            record(fields(line.text()), line);
        } catch (JsonProcessingException e) {
            reject(line, "it is not CSV: " + e.getOriginalMessage());
        }
    }

    private void record(String[] fields, Lines.Line line) {
        if (fields.length != width) {
            reject(line, "it has %d fields, the head line has %d".formatted(fields.length, width));
            return;
        }
        Optional<LocalDateTime> time = Optional.empty();
        if (timeColumn >= 0) {
            try {
                time = Optional.of(Calendar.time(fields[timeColumn]));
            } catch (DateTimeParseException _) {
                reject(line, "\"" + fields[timeColumn] + "\" is no time such as 2001-01-31T07:00");
                return;
            }
            if (!reading.calendar().counts(time.get())) {
                return;
            }
            if (!known.add(fields[timeColumn])) {
                reject(line, "there was a record of " + fields[timeColumn] + " already");
                return;
            }
        }
        double[] values = new double[columns.length];
        for (int site = 0; site < columns.length; site++) {
            String field = fields[columns[site]].strip();
            double value = field.isEmpty() ? Double.NaN : number(field);
            if (!field.isEmpty() && !Double.isFinite(value)) {
                reject(line, "%s is \"%s\", no finite number".formatted(sites.get(site), field));
                return;
            }
            values[site] = value;
        }
        accept(line, time, values);
    }

    private static double number(String field) {
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private void accept(Lines.Line line, Optional<LocalDateTime> time, double[] values) {
        boolean follows =
                !frames.isEmpty() && (time.isEmpty() || reading.calendar().follows(before.orElseThrow(), time.get()));
        frames.add(new Frame(
                frames.size(),
                time.map(LocalDateTime::toString).orElseGet(() -> "line " + line.number()),
                0,
                values,
                Optional.empty(),
                time.map(reading.calendar()::levels).orElse(List.of()),
                follows,
                pending));
        pending.clear();
        before = time;
    }

    private void reject(Lines.Line line, String reason) {
        String text = line.text();
        pending.add(new Frame.Rejection(
                line.number(), reason, text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text));
    }

    /** Turns the values of all records, in place: nobody has seen them yet. */
    private void encode() {
        List<double[]> first = frames.stream()
                .limit(reading.encoder().looksAhead() ? reading.first() : 0)
                .map(Frame::seen)
                .map(double[]::clone)
                .toList();
        List<DoubleUnaryOperator> turns = reading.encoder().fit(first, columns.length, reading.at());
        for (Frame frame : frames) {
            double[] values = frame.seen();
            for (int site = 0; site < values.length; site++) {
                values[site] = Double.isNaN(values[site])
                        ? Double.NaN
                        : turns.get(site).applyAsDouble(values[site]);
            }
        }
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int columns() {
        return columns.length;
    }

    @Override
    public long size() {
        return frames.size();
    }

    @Override
    public int batch() {
        return reading.batch();
    }

    @Override
    public Schema schema() {
        return new Schema(sites, timeColumn < 0 ? List.of() : reading.calendar().schema());
    }

    @Override
    public Source<Frame, NotUsed> frames(long from) {
        if (from < 0 || from > size()) {
            throw new IllegalArgumentException("frames from index " + from + " on, expected 0.." + size());
        }
        return Source.from(frames.subList((int) from, frames.size()));
    }
}
