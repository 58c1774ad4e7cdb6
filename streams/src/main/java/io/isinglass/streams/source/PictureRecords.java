package io.isinglass.streams.source;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Frame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Records from the images of a directory, in the order of their names: one each, a value a pixel. What is no such record is
 * told with the record after it, or with the last, and never stops the stream.
 */
final class PictureRecords implements DataSource {

    /*
     * As the lines of a file, images are read twice and never held: once to count those that are records before a run
     * begins, and then one by one as the run goes. So a record has the number that it had, wherever a run is taken up again.
     */

    static final List<Option> OPTIONS = List.of(
            new Option("path", "", "a PNG, PGM or PBM file, or a directory of them", "what to learn from"),
            new Option("black", "-1", "-1e9..1e9", "what a black pixel becomes"),
            new Option("white", "1", "-1e9..1e9", "what a white pixel becomes; those between lie evenly between"),
            new Option(
                    "threshold",
                    "none",
                    "none, or a number between 0 and 1",
                    "grey from which a pixel becomes 1, and else -1: spins"),
            new Option(
                    "layout",
                    "lattice",
                    "lattice or row",
                    "lattice: sites lie as the pixels do; row: in one row, line after line, as a graph has them"),
            new Option("batch", "1", "1..65536", "records that an epoch learns from"));

    private static final int MOST_FILES = 1 << 20;
    private static final int MOST_PIXELS = 1 << 20;
    private static final long MOST_HELD = 1L << 27;
    private static final long MOST_BYTES = 64L << 20;

    private final String path;
    private final List<String> names;
    private final Files files;
    private final Treatment treatment;
    private final int[] good;
    private int rows;
    private int columns;

    /**
     * How images become records.
     *
     * @param threshold from which a pixel is 1; empty: greys are kept, from {@code black} to {@code white}
     * @param flat whether all pixels are in one row
     */
    private record Treatment(double black, double white, OptionalDouble threshold, boolean flat, int batch) {

        static Treatment of(Options o) {
            double black = o.number("black", each -> Math.abs(each) <= 1e9);
            double white = o.number("white", each -> Math.abs(each) <= 1e9);
            boolean grey = o.text("threshold").equals("none");
            if (black == white) {
                throw new Refused("options.white", "white must be another number than black, was " + white);
            }
            if (!grey && (o.isGiven("black") || o.isGiven("white"))) {
                throw new Refused(
                        "options.threshold",
                        "threshold makes pixels 1 and -1: leave out black and white, or let it be none, was "
                                + o.text("threshold"));
            }
            return new Treatment(
                    black,
                    white,
                    grey ? OptionalDouble.empty() : OptionalDouble.of(o.number("threshold", t -> t > 0 && t < 1)),
                    o.oneOf("layout", "lattice", "row").equals("row"),
                    (int) o.integer("batch", 1, 65_536));
        }

        double value(double grey) {
            return threshold.isPresent()
                    ? grey >= threshold.getAsDouble() ? 1 : -1
                    : Math.fma(grey, white - black, black);
        }
    }

    PictureRecords(Options o, Files files) {
        this.path = o.text("path");
        this.files = files;
        this.treatment = Treatment.of(o);
        this.names = files.list(path);
        if (names.size() > MOST_FILES) {
            throw new Refused(
                    "options.path", "%s has %d images, at most %d are read".formatted(path, names.size(), MOST_FILES));
        }
        BitSet seen = new BitSet();
        List<Frame.Rejection> rejected = new ArrayList<>();
        this.good = IntStream.range(0, names.size())
                .filter(number -> isRecord(number, seen, rejected))
                .toArray();
        if (good.length == 0) {
            String why = rejected.isEmpty() ? "" : ": " + rejected.getFirst().reason();
            throw new Refused(
                    "options.path", "no PNG, PGM or PBM image in " + path + " that can be learned from" + why);
        }
        checkHeld();
        checkAllSeen(seen);
    }

    /** Refuses more values in hand at a time than fit. */
    private void checkHeld() {
        long held = (long) Math.min(good.length, treatment.batch()) * rows * columns;
        if (held > MOST_HELD) {
            throw new Refused(
                    "options.batch",
                    "batch must be at most %d for images of %d pixels, was %d"
                            .formatted(MOST_HELD / (rows * columns), rows * columns, treatment.batch()));
        }
    }

    /** Refuses a pixel that no record has a value of. */
    private void checkAllSeen(BitSet seen) {
        int unseen = seen.nextClearBit(0);
        if (unseen < rows * columns) {
            throw new Refused(
                    "options.path",
                    "no image in %s has a value in row %d, column %d: it is transparent in all"
                            .formatted(path, unseen / columns + 1, unseen % columns + 1));
        }
    }

    /** Looks at a file for the first time; keeps the first reason why one is no record. */
    private boolean isRecord(int number, BitSet seen, List<Frame.Rejection> rejected) {
        try {
            double[] values = values(number);
            for (int site = 0; site < values.length; site++) {
                if (!Double.isNaN(values[site])) {
                    seen.set(site);
                }
            }
            return true;
        } catch (NoRecord e) {
            if (rejected.isEmpty()) {
                rejected.add(rejection(e, number));
            }
            return false;
        }
    }

    private Frame.Rejection rejection(NoRecord why, int number) {
        return why.of(new Lines.Line(number + 1L, name(number), Optional.empty()));
    }

    /** The name of a file in its directory: wherever that lies, a record is called the same. */
    private String name(int number) {
        String name = names.get(number);
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** The values of the pixels of a file, NaN where it is transparent. */
    private double[] values(int number) throws NoRecord {
        Image image;
        try {
            image = Image.read(name(number), files.read(names.get(number), MOST_BYTES), this::check);
        } catch (Refused e) {
            throw new NoRecord(e.getMessage());
        }
        if (image.clear().cardinality() == image.grey().length) {
            throw new NoRecord(name(number) + " is transparent all over");
        }
        if (rows == 0) {
            rows = image.rows();
            columns = image.columns();
        }
        double[] values = new double[image.grey().length];
        for (int site = 0; site < values.length; site++) {
            values[site] = image.clear().get(site) ? Double.NaN : treatment.value(image.grey()[site]);
        }
        return values;
    }

    /** Refuses a size that is too large, or that the first image does not have. */
    private void check(String name, long high, long wide) {
        if (high * wide > MOST_PIXELS) {
            throw new Refused(
                    "options.path",
                    "%s is %d x %d pixels (width x height), a record has at most %d"
                            .formatted(name, wide, high, MOST_PIXELS));
        }
        if (rows > 0 && (high != rows || wide != columns)) {
            throw new Refused(
                    "options.path",
                    "%s is %d x %d pixels (width x height), the first image is %d x %d: all must have one size"
                            .formatted(name, wide, high, columns, rows));
        }
    }

    @Override
    public int rows() {
        return treatment.flat() ? 1 : rows;
    }

    @Override
    public int columns() {
        return treatment.flat() ? rows * columns : columns;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(good.length);
    }

    @Override
    public int batch() {
        return treatment.batch();
    }

    @Override
    public Source<Frame, NotUsed> frames(long from) {
        if (from < 0 || from > good.length) {
            throw new IllegalArgumentException("frames from index " + from + " on, expected 0.." + good.length);
        }
        return Source.unfold(
                (int) from, k -> k == good.length ? Optional.empty() : Optional.of(Pair.create(k + 1, frame(k))));
    }

    private Frame frame(int record) {
        int number = good[record];
        List<Frame.Rejection> rejected = rejected(record == 0 ? 0 : good[record - 1] + 1, number);
        if (record == good.length - 1) {
            rejected.addAll(rejected(number + 1, names.size()));
        }
        try {
            return new Frame(record, name(number), 0, values(number), Optional.empty()).with(rejected);
        } catch (NoRecord e) {
            throw new Refused("options.path", "what was a record when the run began is none now: " + e.getMessage());
        }
    }

    /** What was no record when the run began, from one file up to another. */
    private List<Frame.Rejection> rejected(int from, int to) {
        List<Frame.Rejection> rejected = new ArrayList<>();
        for (int number = from; number < to; number++) {
            try {
                values(number);
                rejected.add(rejection(new NoRecord(name(number) + " was no record when the run began"), number));
            } catch (NoRecord e) {
                rejected.add(rejection(e, number));
            }
        }
        return rejected;
    }
}
