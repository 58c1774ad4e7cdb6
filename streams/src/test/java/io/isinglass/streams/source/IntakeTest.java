package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.streams.Runs;
import io.isinglass.streams.learn.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that come from outside, whatever they are. */
class IntakeTest {

    private static final String LINES = """
        {"hour":"2001-01-01T07","a":1,"b":-1}
        {"hour":"2001-01-01T08","a":1,"b":0.5}

        {"hour":"2001-01-01T03","a":1,"b":1}
        {"hour":"2001-01-01T08","a":null,"b":-1,"c":"more"}
        no record
        {"hour":"2001-01-01T10","a":1,"b":1}
        {"hour":"2001-01-01T11","b":1}
        """;

    private static final Map<String, Object> HOURLY = Map.of("sites", "a,b", "time", "hour", "hours", "7-21");

    private static DataSource source(Map<String, Object> options) {
        return Sources.CATALOG.make("push", options).apply(MemoryFiles.of(Map.of()));
    }

    private static Intake intake(Map<String, Object> options) {
        return source(options).intake(Values.SPIN).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Intake.Taken taken(Intake intake, byte[] lines) {
        return intake.take(Standing.NONE, lines, 0);
    }

    @Test
    void aLineIsARecordOrIsRejectedWithItsReasonOrDoesNotCount() {
        Intake.Taken taken = taken(intake(HOURLY), bytes(LINES));

        assertEquals(
                List.of(1L, 5L, 7L, 8L),
                taken.arrivals().stream().map(Arrival::line).toList());
        assertEquals(
                List.of(0L, 1L, 2L, 3L),
                taken.arrivals().stream().map(Arrival::number).toList());
        assertEquals(
                List.of(0L, 1L, 1L, 0L),
                taken.arrivals().stream().map(Arrival::lost).toList());
        assertEquals(
                List.of(false, true, false, true),
                taken.arrivals().stream().map(Arrival::follows).toList());
        assertEquals(
                List.of(2L, 6L),
                taken.rejected().stream().map(Frame.Rejection::line).toList());
        assertEquals("b is 0.5, no spin (1 or -1)", taken.rejected().getFirst().reason());
        assertEquals("no record", taken.rejected().getLast().excerpt());
        assertEquals(new Standing(8, 4, 2, 0, "2001-01-01T11:00", false), taken.after());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void theSameComesOfLinesInWhateverPortions(int size) {
        Intake intake = intake(HOURLY);
        List<Arrival> arrivals = new ArrayList<>();
        List<Frame.Rejection> rejected = new ArrayList<>();
        Standing at = Standing.NONE;
        List<String> lines = LINES.lines().toList();
        for (int from = 0; from < lines.size(); from += size) {
            List<String> portion = lines.subList(from, Math.min(lines.size(), from + size));
            Intake.Taken taken = intake.take(at, bytes(String.join("\n", portion) + "\n"), 0);
            arrivals.addAll(taken.arrivals());
            rejected.addAll(taken.rejected());
            at = taken.after();
        }
        Intake.Taken whole = taken(intake, bytes(LINES));

        assertEquals(whole.arrivals(), arrivals);
        assertEquals(whole.rejected(), rejected);
        assertEquals(whole.after(), at);
    }

    @Test
    void aMessageIsALineWhateverIsInIt() {
        Intake intake = Sources.CATALOG
                .make("kafka", Map.of("bootstrap", "localhost:9", "topic", "t", "sites", "a,b"))
                .apply(MemoryFiles.of(Map.of()))
                .intake(Values.SPIN)
                .orElseThrow();
        List<Message> messages = List.of(
                Message.of(0, 7, bytes("{\"a\":1,\n\"b\":-1}\n")),
                Message.faulty(2, 4, "it has no value"),
                Message.of(0, 9, new byte[] {'{', (byte) 0xFF}),
                Message.of(1, 0, bytes("\n")),
                Message.of(0, 10, new byte[(1 << 20) + 1]),
                Message.of(1, 1, bytes("{\"a\":null,\"b\":1}")),
                Message.of(1, 2, bytes("{\"a\":1,\"b\":1}")));

        Intake.Taken taken = intake.take(Standing.NONE, messages, 2);

        assertEquals(
                List.of(1L, 6L), taken.arrivals().stream().map(Arrival::line).toList());
        assertEquals(
                List.of(
                        "partition 2, offset 4: it has no value",
                        "partition 0, offset 9: it is not UTF-8",
                        "partition 0, offset 10: 1048577 bytes long, at most 1048576 are read"),
                taken.rejected().stream().map(Frame.Rejection::reason).toList());
        assertEquals(new Standing(6, 2, 3, 0, "", false), taken.after(), "the record after the last is not taken");
    }

    @Test
    void linesThatHaveComeBeforeArePassedOver() {
        Intake intake = intake(HOURLY);
        Standing at = Standing.NONE;
        for (String line : LINES.lines().limit(3).toList()) {
            at = intake.take(at, bytes(line + "\n"), 0).after();
        }
        assertEquals(3, at.lines());

        assertEquals(
                taken(intake, bytes(LINES)).after(),
                intake.take(at, bytes(LINES), 3).after());
    }

    /** The same records in a file, one by one. */
    @Test
    void whatIsPushedIsWhatAFileOfTheSameLinesHas() {
        String lines = LINES.replace("0.5", "\"half\"");
        Map<String, Object> inFile = new HashMap<>(HOURLY);
        inFile.put("path", "lines.ndjson");
        List<Frame> read = Runs.all(Sources.CATALOG
                .make("ndjson", inFile)
                .apply(MemoryFiles.of(Map.of("lines.ndjson", bytes(lines))))
                .frames(0));
        List<Arrival> arrivals = taken(intake(HOURLY), bytes(lines)).arrivals();
        List<Frame> pushed = Runs.all(source(HOURLY)
                .fedBy(from -> CompletableFuture.completedFuture(arrivals.subList((int) from, arrivals.size())))
                .frames(0));

        assertEquals(read.size(), pushed.size());
        for (int k = 0; k < read.size(); k++) {
            assertArrayEquals(read.get(k).seen(), pushed.get(k).seen());
            assertEquals(read.get(k).index(), pushed.get(k).index());
            assertEquals(read.get(k).name(), pushed.get(k).name());
            assertEquals(read.get(k).levels(), pushed.get(k).levels());
            assertEquals(read.get(k).follows(), pushed.get(k).follows());
            assertEquals(read.get(k).lost(), pushed.get(k).lost());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":NaN} | it is not JSON",
                "{\"a\":1,\"b\":1e999} | b is 1e999, no finite number",
                "{\"a\":1,\"b\":0} | b is 0.0, no spin (1 or -1)",
                "{\"a\":1,\"b\":\"1\"} | b is \"1\", no number",
                "{\"a\":1,\"a\":1} | a comes twice",
                "[1,1] | it is no JSON object",
                "{\"a\":1 | it is not JSON",
                "{\"a\":1,\"b\":1}{} | something follows the JSON object",
            })
    void whatIsNoRecordIsRejected(String line, String reason) {
        Intake.Taken taken = taken(intake(Map.of("sites", "a,b")), bytes(line + "\n{\"a\":1}\n"));

        assertEquals(1, taken.rejected().size());
        assertTrue(taken.rejected().getFirst().reason().startsWith(reason), taken.rejected()::toString);
        assertEquals(1, taken.arrivals().size(), "and what comes after it is taken");
    }

    @Test
    void bytesThatAreNoTextAreRejected() throws Exception {
        byte[] lines = bytes("{\"a\":1}\n{\"b\":?}\n" + "x".repeat((1 << 20) + 1) + "\n{\"a\":-1}");
        lines[14] = (byte) 0xFF;
        Intake.Taken taken = taken(intake(Map.of("sites", "a,b")), lines);
        assertEquals(
                List.of("it is not UTF-8", "1048577 bytes long, at most 1048576 are read"),
                taken.rejected().stream().map(Frame.Rejection::reason).toList());
        assertEquals(2, taken.arrivals().size());

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes("{\"a\":1}\n".repeat(1000)));
        }
        assertEquals(
                0,
                taken(intake(Map.of("sites", "a,b")), packed.toByteArray())
                        .arrivals()
                        .size(),
                "nothing is unpacked");
    }

    @Test
    void timesMustIncrease() {
        String line = "{\"hour\":\"%s\",\"a\":1}\n";
        Intake.Taken taken = taken(
                intake(HOURLY),
                bytes(line.formatted("2001-01-01T08")
                        + line.formatted("2001-01-01T08")
                        + line.formatted("2001-01-01T07")
                        + line.formatted("2001-01-01T09")));

        assertEquals(
                List.of(1L, 4L), taken.arrivals().stream().map(Arrival::line).toList());
        assertEquals(
                "2001-01-01T07:00 is not after 2001-01-01T08:00, the time of the record before",
                taken.rejected().getLast().reason());
    }

    @Test
    void linesAreCountedAsTheyAreRead() {
        for (String text : List.of("", "\n", "a", "a\n", "a\nb", "\n\nb\n", "a\r\nb\r\n")) {
            assertEquals(
                    taken(intake(Map.of("sites", "a,b")), bytes(text)).after().lines(),
                    Intake.count(bytes(text)),
                    Arrays.toString(bytes(text)));
        }
    }

    @ParameterizedTest
    @CsvSource({"sites, all", "sites, 5", "sites, a", "encoder, quantile", "encoder, scale"})
    void whatOnlyAFileCanHaveIsRefused(String option, String value) {
        Map<String, Object> options = new HashMap<>(HOURLY);
        options.put(option, value);
        assertEquals(
                "options." + option,
                assertThrows(Refused.class, () -> source(options)).path());
    }
}
