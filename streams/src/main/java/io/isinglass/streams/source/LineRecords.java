package io.isinglass.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Place;
import io.isinglass.streams.learn.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;

/**
 * Records from a file with one on each line, plain or packed by gzip. What is no record is told with the record after it, or
 * with the last, and never stops the stream.
 */
final class LineRecords implements DataSource {

    /*
     * The file is read twice, and never held: once to count its good records before a run begins and to see how its columns
     * are spread, and then record by record as the run goes. What is written to its end in between does not count.
     */

    private static final int PORTION = 64;

    private final String path;
    private final Files files;
    private final Form form;
    private final Reading reading;
    private final Selection selection;
    private final List<DoubleUnaryOperator> turns;
    private final List<Place> places;
    private final long size;
    private final long lines;

    LineRecords(String path, Files files, Form form, Reading reading) {
        this.path = path;
        this.files = files;
        this.form = form;
        this.reading = reading;
        if (path.equals("-")) {
            throw new Refused(
                    "options.path",
                    "standard input is read as JSON objects (kind: ndjson): put what has a head line in a file");
        }
        reading.encoder().check(reading.at());
        List<double[]> first = new ArrayList<>();
        try (Pass pass = pass()) {
            Optional<Frame> frame = pass.next();
            for (; frame.isPresent(); frame = pass.next()) {
                if (reading.encoder().looksAhead() && first.size() < reading.first()) {
                    first.add(frame.get().seen());
                }
            }
            if (pass.records() == 0) {
                throw new Refused("options.path", path + " has no record" + pass.firstRejection());
            }
            pass.checkAllSeen();
            this.selection = pass.selection();
            this.size = pass.records();
            this.lines = pass.line();
        } catch (IOException e) {
            throw new Refused("options.path", path + " cannot be read: " + e.getMessage());
        }
        this.places = Places.of(reading.places(), files, selection.sites());
        this.turns = reading.encoder().fit(first, columns(), reading.at());
    }

    private Pass pass() throws IOException {
        InputStream bytes = files.open(path);
        try {
            return new Pass(path, new Lines(bytes), form, reading);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int columns() {
        return selection.sites().size();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(size);
    }

    @Override
    public int batch() {
        return reading.batch();
    }

    @Override
    public Schema schema() {
        return selection.schema(reading.calendar(), places);
    }

    @Override
    public Source<Frame, NotUsed> frames(long from) {
        if (from < 0 || from > size) {
            throw new IllegalArgumentException("frames from index " + from + " on, expected 0.." + size);
        }
        return Source.unfoldResource(() -> passed(from), this::portion, Pass::close)
                .mapConcat(frames -> frames)
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private Pass passed(long records) throws IOException {
        Pass pass = pass();
        try {
            while (pass.records() < records) {
                record(pass);
            }
            return pass;
        } catch (IOException | RuntimeException e) {
            pass.close();
            throw e;
        }
    }

    /** The next records, many at a time: they go from one thread to another. */
    private Optional<List<Frame>> portion(Pass pass) throws IOException {
        List<Frame> portion = new ArrayList<>();
        for (Optional<Frame> next = next(pass); next.isPresent(); next = next(pass)) {
            portion.add(next.get());
            if (portion.size() == PORTION) {
                break;
            }
        }
        return portion.isEmpty() ? Optional.empty() : Optional.of(portion);
    }

    private Optional<Frame> next(Pass pass) throws IOException {
        if (pass.records() == size) {
            return Optional.empty();
        }
        Frame frame = record(pass);
        double[] values = frame.seen();
        for (int site = 0; site < values.length; site++) {
            if (!Double.isNaN(values[site])) {
                values[site] = turns.get(site).applyAsDouble(values[site]);
            }
        }
        return Optional.of(pass.records() == size ? pass.last(frame, lines) : frame);
    }

    private Frame record(Pass pass) throws IOException {
        return pass.next()
                .orElseThrow(() -> new Refused(
                        "options.path",
                        "%s had %d records when the run began, now it has %d".formatted(path, size, pass.records())));
    }
}
