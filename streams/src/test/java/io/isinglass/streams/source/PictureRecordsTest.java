package io.isinglass.streams.source;

import static io.isinglass.streams.source.Pictures.ascii;
import static io.isinglass.streams.source.Pictures.bytes;
import static io.isinglass.streams.source.Pictures.encoded;
import static io.isinglass.streams.source.Pictures.header;
import static io.isinglass.streams.source.Pictures.png;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.Keeper;
import io.isinglass.streams.Runs;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Examples;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Task;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.loop.Resumption;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PictureRecordsTest {

    private static final double EXACT = 1e-12;
    private static final byte[] SMALL = grey(0, 51, 102, 255);

    /** Four pixels, two in a row. */
    private static byte[] grey(int... values) {
        return png(2, 8, 0, bytes(values[0], values[1]), bytes(values[2], values[3]));
    }

    private static DataSource source(Files files, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of("path", "d/"));
        options.putAll(more);
        return Sources.CATALOG.make("pictures", options).apply(files);
    }

    private static DataSource source(Map<String, byte[]> files, Map<String, Object> more) {
        return source(MemoryFiles.of(files), more);
    }

    private static List<Frame> frames(Map<String, byte[]> files, Map<String, Object> more) {
        return Runs.all(source(files, more).frames(0));
    }

    private static double[] only(byte[] file, Map<String, Object> more) {
        List<Frame> frames = frames(Map.of("d/a.png", file), more);
        assertEquals(1, frames.size());
        return frames.getFirst().seen();
    }

    private static byte[] palette() {
        IndexColorModel colours =
                new IndexColorModel(8, 3, bytes(255, 0, 255), bytes(255, 0, 0), bytes(255, 0, 0), bytes(255, 255, 0));
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED, colours);
        image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 1, 2, 0});
        return encoded(image, "png");
    }

    static Stream<Arguments> images() {
        double none = Double.NaN;
        return Stream.of(
                Arguments.of("grey of 8 bits", SMALL, new double[] {0, 0.2, 0.4, 1}),
                Arguments.of(
                        "grey of 16 bits",
                        png(2, 16, 0, bytes(0x33, 0x33, 0xFF, 0xFF), bytes(0, 0, 0, 1)),
                        new double[] {0.2, 1, 0, 1 / 65535.0}),
                Arguments.of(
                        "colour",
                        png(2, 8, 2, bytes(255, 0, 0, 0, 255, 0), bytes(0, 0, 255, 51, 51, 51)),
                        new double[] {0.299, 0.587, 0.114, 0.2}),
                Arguments.of("a palette", palette(), new double[] {1, 0, none, 1}),
                Arguments.of("grey with alpha", png(2, 8, 4, bytes(51, 255, 0, 0), bytes(255, 0, 0, 51)), new double[] {
                    0.2, none, none, 0.8
                }),
                Arguments.of(
                        "colour with alpha",
                        png(2, 8, 6, bytes(0, 0, 0, 255, 9, 9, 9, 0), bytes(255, 255, 255, 255, 0, 0, 0, 204)),
                        new double[] {0, none, 1, 0.2}),
                Arguments.of(
                        "a plain grey map", ascii("P2\n# of ten\n2 2\n10\n0 2\n4 10\n"), new double[] {0, 0.2, 0.4, 1}),
                Arguments.of("a raw grey map", ascii("P5 2 2 255\n", 0, 51, 102, 255), new double[] {0, 0.2, 0.4, 1}),
                Arguments.of(
                        "a raw grey map of 16 bits",
                        ascii("P5 2 2 65535\n", 0, 0, 0x33, 0x33, 0xFF, 0xFF, 0, 1),
                        new double[] {0, 0.2, 1, 1 / 65535.0}),
                Arguments.of("a bitmap", ascii("P1\n2 2\n1 0 0 1"), new double[] {0, 1, 1, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void greyGoesFromBlackToWhiteAndWhatIsTransparentIsMissing(String what, byte[] file, double[] truth) {
        Map<String, byte[]> files = Map.of("d/a.png", file, "d/b.png", SMALL);
        for (double[] range : new double[][] {{0, 1}, {-1, 1}, {3, -5}}) {
            double[] seen = frames(files, Map.of("black", range[0], "white", range[1]))
                    .getFirst()
                    .seen();
            double[] expected = Arrays.stream(truth)
                    .map(each -> range[0] + (range[1] - range[0]) * each)
                    .toArray();
            assertArrayEquals(expected, seen, 10 * EXACT, what);
        }
    }

    @Test
    void spinsAreUpFromTheThresholdOn() {
        assertArrayEquals(new double[] {-1, -1, 1, 1}, only(SMALL, Map.of("threshold", 0.4)));
        assertArrayEquals(new double[] {-1, -0.6, -0.2, 1}, only(SMALL, Map.of()), EXACT, "no threshold");
    }

    @Test
    void imagesComeInTheOrderOfTheirNamesAndAreCalledByThem() {
        Map<String, byte[]> files = Map.of("d/9.png", SMALL, "d/10.png", grey(1, 2, 3, 4), "e/0.png", SMALL);
        List<Frame> frames = frames(files, Map.of("black", 0, "white", 255));

        assertEquals(
                List.of("10.png", "9.png"), frames.stream().map(Frame::name).toList());
        assertArrayEquals(new double[] {1, 2, 3, 4}, frames.getFirst().seen(), 1e-9);
    }

    @Test
    void sitesLieAsPixelsDoOrInOneRow() {
        Map<String, byte[]> files = Map.of("d/a.png", png(3, 8, 0, bytes(0, 51, 102), bytes(153, 204, 255)));
        DataSource lattice = source(files, Map.of());
        DataSource row = source(files, Map.of("layout", "row"));

        assertEquals(List.of(2, 3), List.of(lattice.rows(), lattice.columns()));
        assertEquals(List.of(1, 6), List.of(row.rows(), row.columns()));
        assertArrayEquals(
                Runs.all(lattice.frames(0)).getFirst().seen(),
                Runs.all(row.frames(0)).getFirst().seen());
    }

    /** Of every kind that is no record: one before the first record, some between, some after the last. */
    private static Map<String, byte[]> mixed() {
        return Map.of(
                "d/a.png", ascii("no image"),
                "d/b.png", SMALL,
                "d/c.png", png(3, 8, 0, bytes(1, 2, 3), bytes(4, 5, 6)),
                "d/d.png", header(100_000, 100_000, 8, 0),
                "d/e.png", grey(9, 9, 9, 9),
                "d/f.png", Arrays.copyOf(SMALL, SMALL.length - 20),
                "d/g.png", png(2, 8, 4, bytes(1, 0, 2, 0), bytes(3, 0, 4, 0)),
                "d/h.pgm", ascii("P2 2 2 10 0 1 2 11"),
                "d/i.png", grey(7, 7, 7, 8),
                "d/j.pgm", ascii("P5 2 2 255\n", 1, 2));
    }

    @Test
    void whatIsNoRecordIsToldWithTheNextOrTheLastAndStopsNothing() {
        DataSource source = source(mixed(), Map.of());
        List<Frame> frames = Runs.all(source.frames(0));

        assertEquals(3, source.size().orElseThrow());
        assertEquals(
                List.of("b.png", "e.png", "i.png"),
                frames.stream().map(Frame::name).toList());
        assertEquals(List.of(1L, 2L, 4L), frames.stream().map(Frame::lost).toList());
        List<Frame.Rejection> told =
                frames.stream().flatMap(frame -> frame.rejected().stream()).toList();
        assertEquals(
                List.of(1L, 3L, 4L, 6L, 7L, 8L, 10L),
                told.stream().map(Frame.Rejection::line).toList());
        assertEquals(
                List.of("a.png", "c.png", "d.png", "f.png", "g.png", "h.pgm", "j.pgm"),
                told.stream().map(Frame.Rejection::excerpt).toList());
        List<String> reasons = List.of(
                "a.png is neither PNG, PGM nor PBM",
                "c.png is 3 x 2 pixels (width x height), the first image is 2 x 2: all must have one size",
                "d.png is 100000 x 100000 pixels (width x height); each side must be 2..8192",
                "f.png cannot be read as an image: ",
                "g.png is transparent all over",
                "h.pgm cannot be read as an image: a pixel is 11, white is 10",
                "j.pgm cannot be read as an image: it is cut short");
        for (int k = 0; k < reasons.size(); k++) {
            assertTrue(
                    told.get(k).reason().startsWith(reasons.get(k)), told.get(k).reason());
        }
    }

    @Test
    void aFirstImageThatIsTooLargeDoesNotSayHowLargeTheOthersMustBe() {
        byte[] large = ascii("P4 1025 1024\n");
        List<Frame> frames = frames(Map.of("d/a.pbm", large, "d/b.png", SMALL), Map.of());

        assertEquals(1, frames.size());
        assertEquals(
                "a.pbm is 1025 x 1024 pixels (width x height), a record has at most 1048576",
                frames.getFirst().rejected().getFirst().reason());
    }

    /** Damage anywhere in a file makes it another record or none, and nothing else. */
    @Test
    void aDamagedFileStopsNothing() {
        SplittableRandom random = new SplittableRandom(5);
        for (byte[] whole : List.of(SMALL, palette(), ascii("P5 2 2 255\n", 1, 2, 3, 4))) {
            for (int trial = 0; trial < 300; trial++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                List<Frame> frames = frames(Map.of("d/a.png", SMALL, "d/b.png", damaged), Map.of());
                assertEquals(
                        1,
                        frames.size() - 1 + frames.getLast().rejected().size(),
                        () -> HexFormat.of().formatHex(damaged));
            }
        }
    }

    /** Files that write down which of them are read. */
    private record Watched(Files files, List<String> read) implements Files {

        @Override
        public List<String> list(String name) {
            return files.list(name);
        }

        @Override
        public byte[] read(String name, long most) {
            read.add(name);
            return files.read(name, most);
        }

        @Override
        public InputStream open(String name) {
            return files.open(name);
        }
    }

    @Test
    void imagesAreReadWhenTheirTurnComesAndThoseBeforeNotAtAll() {
        Watched watched = new Watched(MemoryFiles.of(mixed()), new ArrayList<>());
        DataSource source = source(watched, Map.of());
        watched.read().clear();
        Frame second = Runs.all(source.frames(1).take(1)).getFirst();

        assertEquals("e.png", second.name());
        assertEquals(List.of("d/c.png", "d/d.png", "d/e.png"), watched.read());
    }

    @Test
    void aRecordThatIsNoneAnyMoreEndsTheRunAndOneThatBecameOneDoesNotCount() {
        MemoryFiles files = MemoryFiles.of(mixed());
        DataSource source = source(files, Map.of());
        files.files().put("d/a.png", grey(1, 2, 3, 4));
        Frame first = Runs.all(source.frames(0)).getFirst();
        assertEquals("b.png", first.name());
        assertEquals(
                "a.png was no record when the run began",
                first.rejected().getFirst().reason());

        files.files().put("d/e.png", ascii("overwritten"));
        Throwable failed = assertThrows(CompletionException.class, () -> Runs.all(source.frames(0)))
                .getCause();
        assertEquals(
                "what was a record when the run began is none now: e.png is neither PNG, PGM nor PBM",
                failed.getMessage());
    }

    private static String refused(Map<String, byte[]> files, Map<String, Object> more, String path) {
        Refused refused = assertThrows(Refused.class, () -> source(files, more));
        assertEquals(path, refused.path());
        return refused.getMessage();
    }

    @Test
    void whatCannotBeLearnedFromIsRefusedBeforeTheRun() {
        assertEquals(
                "no PNG, PGM or PBM image in d/ that can be learned from", refused(Map.of(), Map.of(), "options.path"));
        assertEquals(
                "no PNG, PGM or PBM image in d/ that can be learned from: a.png is neither PNG, PGM nor PBM",
                refused(Map.of("d/a.png", ascii("text")), Map.of(), "options.path"));
        assertEquals(
                "no image in d/ has a value in row 2, column 1: it is transparent in all",
                refused(
                        Map.of("d/a.png", png(2, 8, 4, bytes(1, 255, 2, 255), bytes(3, 0, 4, 255))),
                        Map.of(),
                        "options.path"));
        Map<String, byte[]> good = Map.of("d/a.png", SMALL);
        assertEquals(
                "white must be another number than black, was 0.0",
                refused(good, Map.of("black", 0, "white", 0), "options.white"));
        assertEquals(
                "threshold makes pixels 1 and -1: leave out black and white, or let it be none, was 0.5",
                refused(good, Map.of("threshold", 0.5, "black", 0), "options.threshold"));
        assertEquals(
                "threshold must be none, or a number between 0 and 1, was 1",
                refused(good, Map.of("threshold", 1), "options.threshold"));
        assertEquals(
                "layout must be lattice or row, was square",
                refused(good, Map.of("layout", "square"), "options.layout"));
    }

    @Test
    void moreValuesInHandThanFitAreRefused() {
        Map<String, byte[]> files = new HashMap<>();
        BufferedImage large = new BufferedImage(1024, 1024, BufferedImage.TYPE_BYTE_BINARY);
        byte[] file = encoded(large, "png");
        for (int k = 100; k < 229; k++) {
            files.put("d/" + k + ".png", file);
        }
        assertEquals(
                "batch must be at most 128 for images of 1048576 pixels, was 200",
                refused(files, Map.of("batch", 200), "options.batch"));
    }

    /** Records that are looked at once each, a run that is stopped after any of them, and sources that are opened anew. */
    @ParameterizedTest
    @MethodSource("learners")
    void aRunThatIsStoppedGoesOnToTheBit(String learner) {
        Task example = Examples.taskOf(learner);
        int columns = example.lattice().columns();
        int rows = example.lattice().rows();
        Map<String, byte[]> files = new HashMap<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 9; k++) {
            byte[][] pixels = new byte[rows][2 * columns];
            for (byte[] row : pixels) {
                random.nextBytes(row);
                for (int x = 0; x < columns; x++) {
                    row[2 * x + 1] = (byte) (random.nextInt(8) == 0 ? 0 : 255);
                }
            }
            files.put("d/" + k + ".png", k == 4 ? ascii("no image") : png(columns, 8, 4, pixels));
        }
        List<String> whole = new ArrayList<>();
        Keeper keeper = Keeper.of(new SweptLattice(
                example.lattice(),
                example.model(),
                Examples.maker(learner).apply(example).chains().size(),
                42));
        List<Learned> run = run(keeper, learner, files, Resumption.none(), whole);
        for (int epoch = 1; epoch < run.size(); epoch++) {
            List<String> rest = new ArrayList<>();
            Resumption from = new Resumption(epoch, run.get(epoch - 1).memory(), _ -> true);
            run(keeper.after(epoch - 1L), learner, files, from, rest);
            assertEquals(whole.subList(epoch, whole.size()), rest, "from " + epoch);
        }
    }

    static Stream<String> learners() {
        return Stream.of("phi4-network", "likelihood");
    }

    private static List<Learned> run(
            Keeper keeper, String learner, Map<String, byte[]> files, Resumption from, List<String> told) {
        Task task = Examples.taskOf(learner);
        DataSource source = source(files, learner.equals("likelihood") ? Map.of("threshold", 0.5) : Map.of());
        assertEquals(8, source.size().orElseThrow());
        List<Learned> run = Runs.all(Loop.of(
                keeper,
                () -> Examples.maker(learner, Map.of("chains", 3, "temperatures", 2, "hidden_sites", 3))
                        .apply(task),
                first -> source.frames(first).map(frame -> new Batch(frame.index(), frame, 0, 1)),
                new Pace(3, 0, 0),
                new Resumption(from.epoch(), from.memory(), _ -> true)));
        List<String> lessons = Examples.lessons(run);
        for (int k = 0; k < run.size(); k++) {
            Frame frame = run.get(k).batch().frames().getFirst();
            told.add(frame.name()
                    + frame.rejected()
                    + lessons.get(k)
                    + run.get(k).memory().map(HexFormat.of()::formatHex).orElse(""));
        }
        return run;
    }

    @Test
    void aSingleFileIsADirectoryOfOne() {
        DataSource source = source(Map.of("d/a.png", SMALL), Map.of("path", "d/a.png"));
        assertEquals(Optional.empty(), Runs.all(source.frames(0)).getFirst().truth());
        assertEquals(1, source.size().orElseThrow());
    }
}
