package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.Runs;
import io.isinglass.streams.learn.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every source in the catalogue. A new source adds its example below. */
class SourcesTest {

    private static final Files FILES = MemoryFiles.of(Map.of(
            "d/a.pbm", Pictures.ascii("P1\n4 2\n01101001"),
            "d/b.png", Pictures.png(4, 8, 0, Pictures.bytes(0, 9, 200, 255), Pictures.bytes(1, 130, 0, 99)),
            "delays.csv", Pictures.ascii("""
                hour,a,b,c
                2001-01-01T07,0.5,,1
                2001-01-01T08,oops,1,1
                2001-01-01T09,-1,0.25,-3
                2001-01-02T09,2,2,2
                """),
            "delays.ndjson", Pictures.ascii("""
                {"hour":"2001-01-01T07","a":0.5,"b":null,"c":1}
                {"hour":"2001-01-01T08","a":"oops","b":1,"c":1}
                {"hour":"2001-01-01T09","a":-1,"b":0.25,"c":-3}
                {"hour":"2001-01-02T09","a":2,"b":2,"c":2}
                """)));

    private static final List<Arrival> ARRIVALS = List.of(
            new Arrival(0, 1, "{\"hour\":\"2001-01-01T07\",\"a\":0.5,\"b\":null,\"c\":1}", false, 0),
            new Arrival(1, 3, "{\"hour\":\"2001-01-01T09\",\"a\":-1,\"b\":0.25,\"c\":-3}", false, 1),
            new Arrival(2, 4, "{\"hour\":\"2001-01-01T10\",\"a\":2,\"b\":2,\"c\":2}", true, 0));

    /** What comes in portions of two. */
    private static CompletionStage<List<Arrival>> next(long from) {
        return CompletableFuture.completedFuture(
                ARRIVALS.subList((int) from, (int) Math.min(ARRIVALS.size(), from + 2)));
    }

    private static final Map<String, Map<String, Object>> EXAMPLES = Map.of(
            "images",
            Map.of("path", "d/", "flip", 0.2, "frames", 3),
            "pictures",
            Map.of("path", "d/", "white", 0.5, "batch", 2),
            "csv",
            Map.of("path", "delays.csv", "time", "hour", "factors", "hour,weekday", "encoder", "threshold"),
            "ndjson",
            Map.of("path", "delays.ndjson", "time", "hour", "batch", 2, "encoder", "quantile", "at", 0.5),
            "push",
            Map.of("sites", "a,b,c", "time", "hour", "factors", "weekday", "batch", 2, "encoder", "threshold"),
            "kafka",
            Map.of("bootstrap", "localhost:9", "topic", "t", "sites", "a,b,c", "time", "hour", "batch", 2));

    static Stream<String> sources() {
        return Sources.CATALOG.names().stream();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aSourceIsTheSameEveryTime(String name) {
        DataSource source = make(name, Map.of());
        List<Frame> once = Runs.all(source.frames(0));

        assertSame(once, Runs.all(source.frames(0)));
        assertSame(once, Runs.all(make(name, Map.of()).frames(0)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void recordsFromAnIndexOnAreTheLastOfAll(String name) {
        DataSource source = make(name, Map.of());
        List<Frame> all = Runs.all(source.frames(0));
        for (int from = 0; from <= all.size(); from++) {
            List<Frame> last = Runs.all(source.frames(from));
            assertSame(all.subList(from, all.size()), last);
            assertEquals(
                    LongStream.range(from, all.size()).boxed().toList(),
                    last.stream().map(Frame::index).toList());
        }
        assertThrows(IllegalArgumentException.class, () -> source.frames(-1));
        if (source.size().isPresent()) {
            assertThrows(IllegalArgumentException.class, () -> source.frames(all.size() + 1L));
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aSourceKeepsWhatItSaysOfItsSize(String name) {
        DataSource source = make(name, Map.of());
        List<Frame> frames = Runs.all(source.frames(0));

        assertEquals(
                LongStream.range(0, source.size().orElse(frames.size())).boxed().toList(),
                frames.stream().map(Frame::index).toList());
        for (Frame frame : frames) {
            assertEquals(source.rows() * source.columns(), frame.seen().length);
            frame.truth().ifPresent(truth -> assertEquals(frame.seen().length, truth.length));
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void looksAtOneTruthAreCounted(String name) {
        String before = "";
        int look = 0;
        for (Frame frame : Runs.all(make(name, Map.of()).frames(0))) {
            look = frame.name().equals(before) ? look + 1 : 0;
            before = frame.name();
            assertEquals(look, frame.look());
        }
    }

    static Stream<Arguments> numbers() {
        return Sources.CATALOG.entries().stream()
                .flatMap(entry -> entry.options().stream()
                        .filter(option -> isNumber(option.fallback()))
                        .map(option -> Arguments.of(entry.name(), option.name())));
    }

    private static boolean isNumber(String fallback) {
        return fallback.matches("-?[0-9.]+");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberOutOfRangeIsRefusedWithItsRange(String source, String option) {
        String allowed = entry(source).options().stream()
                .filter(each -> each.name().equals(option))
                .findFirst()
                .orElseThrow()
                .allowed();
        for (Object wrong : List.of(-1e300, 1e300, "much", Double.NaN)) {
            Refused refused = assertThrows(Refused.class, () -> make(source, Map.of(option, wrong)));

            assertEquals(option + " must be " + allowed + ", was " + wrong, refused.getMessage());
            assertEquals("options." + option, refused.path());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "threshold, 0",
        "threshold, 1",
        "flip, 0.5",
        "flip, -0.01",
        "frames, 0",
        "frames, 1000001",
        "frames, 2.5"
    })
    void imagesRefuseTheEdgesOfTheirRanges(String option, String value) {
        Refused refused = assertThrows(Refused.class, () -> make("images", Map.of(option, value)));

        assertTrue(refused.getMessage().endsWith(", was " + value), refused.getMessage());
    }

    @Test
    void aPathMustBeGivenAndAMistypedOptionIsGuessed() {
        Refused missing = assertThrows(
                Refused.class, () -> Sources.CATALOG.make("images", Map.of()).apply(FILES));
        assertTrue(missing.getMessage().startsWith("path must be given"), missing.getMessage());

        Refused mistyped = assertThrows(Refused.class, () -> make("images", Map.of("flips", 0.1)));
        assertTrue(mistyped.getMessage().contains("did you mean \"flip\"?"), mistyped.getMessage());
    }

    private static DataSource make(String name, Map<String, Object> more) {
        if (!EXAMPLES.containsKey(name)) {
            throw new AssertionError("give an example of the new source " + name);
        }
        Map<String, Object> options = new HashMap<>(EXAMPLES.get(name));
        options.putAll(more);
        return Sources.CATALOG.make(name, options).apply(FILES).fedBy(SourcesTest::next);
    }

    private static Catalog.Entry<Function<Files, DataSource>> entry(String name) {
        return Sources.CATALOG.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSame(List<Frame> a, List<Frame> b) {
        assertEquals(a.size(), b.size());
        for (int k = 0; k < a.size(); k++) {
            assertArrayEquals(a.get(k).seen(), b.get(k).seen());
            assertEquals(a.get(k).name(), b.get(k).name());
            assertEquals(a.get(k).look(), b.get(k).look());
        }
    }
}
