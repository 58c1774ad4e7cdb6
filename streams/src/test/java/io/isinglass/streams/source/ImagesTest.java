package io.isinglass.streams.source;

import static io.isinglass.streams.source.Pictures.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.Runs;
import io.isinglass.streams.learn.Frame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final int SIDE = 64;
    private static final byte[] CHECKS = bitmap(SIDE, SIDE);

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.45})
    void noiseFlipsPixelsAtItsRate(double flip) {
        List<Frame> frames = frames(Map.of("flip", flip, "frames", 16));

        long flipped = frames.stream().mapToLong(ImagesTest::flipped).sum();
        double pixels = 16.0 * SIDE * SIDE;
        double sigma = Math.sqrt(flip * (1 - flip) / pixels);
        assertEquals(flip, flipped / pixels, 4 * sigma);
        assertTrue(sigma < 0.002, "the test can see a rate that is off by 0.008");
    }

    @Test
    void noiseIsTheSameInEveryRunAndAnotherInEveryFrame() {
        DataSource source = source(Map.of("flip", 0.3, "frames", 4), Map.of("a.pbm", CHECKS), "a.pbm");
        List<Frame> once = Runs.all(source.frames(0));
        List<Frame> twice = Runs.all(source.frames(0));

        for (int k = 0; k < 4; k++) {
            assertArrayEquals(once.get(k).seen(), twice.get(k).seen());
        }
        double sigma = Math.sqrt(0.42 * 0.58 / (SIDE * SIDE));
        for (int k = 1; k < 4; k++) {
            assertEquals(0.42, apart(once.get(k - 1).seen(), once.get(k).seen()), 4 * sigma, "2 p (1 - p) differ");
        }
    }

    @Test
    void noiseIsAnotherForEverySeedAndEveryImage() {
        Map<String, byte[]> files = Map.of("d/a.pbm", CHECKS, "d/b.pbm", CHECKS);
        List<Frame> one =
                Runs.all(source(Map.of("flip", 0.3, "seed", 1), files, "d/").frames(0));
        List<Frame> two =
                Runs.all(source(Map.of("flip", 0.3, "seed", 2), files, "d/").frames(0));

        assertTrue(apart(one.get(0).seen(), two.get(0).seen()) > 0.3);
        assertTrue(apart(one.get(0).seen(), one.get(1).seen()) > 0.3);
        assertArrayEquals(one.get(0).truth().orElseThrow(), two.get(1).truth().orElseThrow());
    }

    @Test
    void noiseIsIndependentFromPixelToPixel() {
        double[] noise = new double[16 * SIDE * SIDE];
        int at = 0;
        for (Frame frame : frames(Map.of("flip", 0.2, "frames", 16))) {
            for (int site = 0; site < SIDE * SIDE; site++, at++) {
                noise[at] = frame.seen()[site] == frame.truth().orElseThrow()[site] ? -0.2 : 0.8;
            }
        }

        for (int distance : new int[] {1, 2, SIDE, SIDE * SIDE}) {
            int lag = distance;
            double sum = IntStream.range(0, noise.length - lag)
                    .mapToDouble(site -> noise[site] * noise[site + lag])
                    .sum();
            double sigma = 0.16 * Math.sqrt(noise.length - lag);
            assertEquals(0, sum, 4 * sigma, "correlation at distance " + distance);
        }
    }

    @Test
    void withoutNoiseTheImageIsSeenAsItIsAndNoTruthIsClaimed() {
        List<Frame> frames = frames(Map.of("frames", 2));

        assertEquals(Optional.empty(), frames.get(1).truth());
        assertArrayEquals(
                frames(Map.of("flip", 0.1)).getFirst().truth().orElseThrow(),
                frames.get(1).seen());
    }

    @Test
    void whiteIsPlusOneFromTheThresholdOn() {
        byte[] grey = Pictures.png(2, 8, 0, Pictures.bytes(101, 102), Pictures.bytes(103, 0));
        Map<String, Object> options = Map.of("threshold", 0.4);

        Frame frame = Runs.all(source(options, Map.of("a.png", grey), "a.png").frames(0))
                .getFirst();
        assertArrayEquals(new double[] {-1, 1, 1, -1}, frame.seen(), "102 is 0.4 of white");
    }

    @Test
    void aDirectoryIsShownImageAfterImageInOrder() {
        Map<String, byte[]> files = Map.of("d/b.pbm", CHECKS, "d/a.pbm", CHECKS, "e/c.pbm", CHECKS);
        DataSource source = source(Map.of("frames", 3, "flip", 0.1), files, "d/");
        List<Frame> frames = Runs.all(source.frames(0));

        assertEquals(6, source.size().getAsLong());
        assertEquals(
                List.of(0L, 1L, 2L, 3L, 4L, 5L),
                frames.stream().map(Frame::index).toList());
        assertEquals(List.of(0, 1, 2, 0, 1, 2), frames.stream().map(Frame::look).toList());
        assertEquals(
                List.of("d/a.pbm", "d/a.pbm", "d/a.pbm", "d/b.pbm", "d/b.pbm", "d/b.pbm"),
                frames.stream().map(Frame::name).toList());
    }

    @Test
    void imagesBeforeTheFirstFrameWantedAreNotRead() {
        Map<String, byte[]> files = Map.of("d/a.pbm", CHECKS, "d/b.pbm", ascii("damaged"), "d/c.pbm", CHECKS);
        DataSource source = source(Map.of("frames", 3), files, "d/");

        List<Frame> frames = Runs.all(source.frames(7));
        assertEquals(List.of(7L, 8L), frames.stream().map(Frame::index).toList());
        assertEquals(List.of(1, 2), frames.stream().map(Frame::look).toList());
        assertThrows(CompletionException.class, () -> Runs.all(source.frames(5)));
    }

    @Test
    void theFirstImageGivesTheSizeOfTheLattice() {
        DataSource source = source(Map.of(), Map.of("a.pbm", bitmap(6, 10)), "a.pbm");

        assertEquals(6, source.rows());
        assertEquals(10, source.columns());
        assertEquals(60, Runs.all(source.frames(0)).getFirst().seen().length);
    }

    @Test
    void anImageOfAnotherSizeEndsTheStreamWithBothSizes() {
        Map<String, byte[]> files = Map.of("d/a.pbm", bitmap(6, 10), "d/b.pbm", bitmap(10, 6));

        assertEquals(
                "d/b.pbm is 6 x 10 pixels, the first image is 10 x 6: all must have one size",
                streamed(files, "d/").getMessage());
    }

    @Test
    void anUnreadableImageEndsTheStreamByItsName() {
        Map<String, byte[]> files = Map.of("d/a.pbm", CHECKS, "d/b.pbm", ascii("P1\n64 64\n0 1"));

        assertTrue(streamed(files, "d/").getMessage().startsWith("d/b.pbm cannot be read"));
    }

    @Test
    void aMissingFileAndAnEmptyDirectoryAreRefusedAtOnce() {
        Refused missing = assertThrows(Refused.class, () -> source(Map.of(), Map.of(), "horse.pbm"));
        assertTrue(missing.getMessage().contains("horse.pbm"), missing.getMessage());

        Refused empty = assertThrows(Refused.class, () -> source(Map.of(), Map.of(), "d/"));
        assertEquals("options.path", empty.path());
        assertTrue(empty.getMessage().contains("d/"), empty.getMessage());
    }

    @Test
    void aFrameDoesNotShareItsPixelsWithTheTruth() {
        Frame frame = frames(Map.of("flip", 0.1)).getFirst();
        double[] truth = frame.truth().orElseThrow().clone();
        Arrays.fill(frame.seen(), 7);

        assertArrayEquals(truth, frame.truth().orElseThrow());
        assertFalse(Arrays.equals(frame.seen(), truth));
    }

    private static Refused streamed(Map<String, byte[]> files, String path) {
        DataSource source = source(Map.of(), files, path);
        CompletionException thrown = assertThrows(CompletionException.class, () -> Runs.all(source.frames(0)));
        return (Refused) thrown.getCause();
    }

    private static List<Frame> frames(Map<String, Object> options) {
        return Runs.all(source(options, Map.of("a.pbm", CHECKS), "a.pbm").frames(0));
    }

    private static DataSource source(Map<String, Object> options, Map<String, byte[]> files, String path) {
        Map<String, Object> given = new HashMap<>(options);
        given.put("path", path);
        return Sources.CATALOG.make("images", given).apply(MemoryFiles.of(files));
    }

    private static long flipped(Frame frame) {
        double[] truth = frame.truth().orElseThrow();
        return IntStream.range(0, truth.length)
                .filter(site -> frame.seen()[site] != truth[site])
                .count();
    }

    /** The part of the pixels in which two frames differ. */
    private static double apart(double[] a, double[] b) {
        return IntStream.range(0, a.length).filter(site -> a[site] != b[site]).count() / (double) a.length;
    }

    /** Checks of 4 x 4 pixels. */
    private static byte[] bitmap(int rows, int columns) {
        StringBuilder text = new StringBuilder("P1\n" + columns + " " + rows + "\n");
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                text.append((x / 4 + y / 4) % 2);
            }
            text.append('\n');
        }
        return ascii(text.toString());
    }
}
