package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.Runs;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of files with one on each line: what is one, what is none, and what becomes of both. */
class LineRecordsTest {

    private static final String DELAYS = """
        hour,ORD,DFW,ATL
        2001-01-01T06,1,1,1
        2001-01-01T07,0.5,,0.25
        2001-01-01T08,0,1,0.26
        2001-01-01T10,1,0,0
        """;

    private static final Map<String, Object> TIMED =
            Map.of("time", "hour", "hours", "7-21", "factors", "weekday,hour", "encoder", "threshold", "at", 0.25);

    private static final String OBJECTS = """
        {"hour":"2001-01-01T06","ORD":1,"DFW":1,"ATL":1}
        {"ORD":0.5,"hour":"2001-01-01T07","DFW":null,"ATL":0.25}
        {"hour":"2001-01-01T08","ORD":0,"DFW":1,"ATL":0.26,"LAX":{"a":[1,"ORD"]}}
        {"hour":"2001-01-01T10","ORD":1,"ATL":0}
        """;

    private static DataSource source(byte[] file, Map<String, Object> more) {
        return source("csv", file, more);
    }

    private static DataSource source(String kind, byte[] file, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("path", "a." + kind);
        return Sources.CATALOG.make(kind, options).apply(MemoryFiles.of(Map.of("a." + kind, file)));
    }

    private static List<Frame> objects(String file, Map<String, Object> more) {
        return Runs.all(
                source("ndjson", file.getBytes(StandardCharsets.UTF_8), more).frames(0));
    }

    private static List<Frame> frames(String file, Map<String, Object> more) {
        return Runs.all(source(file.getBytes(StandardCharsets.UTF_8), more).frames(0));
    }

    @Test
    void aRecordHasItsTimeItsValuesAndItsLevels() {
        List<Frame> frames = frames(DELAYS, TIMED);

        assertEquals(3, frames.size(), "06 is no hour that counts");
        assertEquals("2001-01-01T07:00", frames.getFirst().name());
        assertArrayEquals(new double[] {1, Double.NaN, -1}, frames.get(0).seen());
        assertArrayEquals(new double[] {-1, 1, 1}, frames.get(1).seen());
        assertEquals(List.of(0, 0), frames.get(0).levels(), "a Monday, the first hour");
        assertEquals(List.of(0, 3), frames.get(2).levels());
        assertEquals(
                List.of(false, true, false), frames.stream().map(Frame::follows).toList(), "09 is missing");
    }

    @Test
    void theSchemaNamesSitesAndFactors() {
        DataSource source = source(DELAYS.getBytes(StandardCharsets.UTF_8), TIMED);

        assertEquals(
                new Schema(
                        List.of("ORD", "DFW", "ATL"),
                        List.of(new Schema.Factor("weekday", 7), new Schema.Factor("hour", 15))),
                source.schema());
        assertEquals(1, source.rows());
        assertEquals(3, source.columns());
    }

    @Test
    void gzipIsSeenByItsContent() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(DELAYS.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, source(packed.toByteArray(), TIMED).size().getAsLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2001-01-01T09,1,1        | it has 3 fields, the head line has 4
        2001-01-01T09,1,1,1,1    | it has 5 fields, the head line has 4
        2001-01-01T09,1,x,1      | DFW is "x", no finite number
        2001-01-01T09,NaN,1,1    | ORD is "NaN", no finite number
        2001-01-01T09,1,1,1e999  | ATL is "1e999", no finite number
        yesterday,1,1,1          | "yesterday" is no time such as 2001-01-31T07:00
        2001-01-01T08,1,1,1      | there was a record of 2001-01-01T08 already
        """)
    void whatIsNoRecordIsToldWithTheNextOneAndStopsNothing(String line, String reason) {
        String file = DELAYS.replace("2001-01-01T10", line + "\n2001-01-01T10");
        List<Frame> frames = frames(file, TIMED);

        assertEquals(3, frames.size());
        assertEquals(
                List.of(new Frame.Rejection(5, reason, line)), frames.getLast().rejected());
        assertTrue(frames.get(1).rejected().isEmpty());
    }

    @Test
    void bytesThatAreNoTextAndLinesThatAreTooLongSpoilOnlyThemselves() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("a,b\n1,-1\n1,".getBytes(StandardCharsets.UTF_8));
        file.write(0xC3);
        file.write("\n".getBytes(StandardCharsets.UTF_8));
        file.write("1".repeat(Lines.LONGEST + 1).getBytes(StandardCharsets.UTF_8));
        file.write("\n-1,1\n1,1,1".getBytes(StandardCharsets.UTF_8));
        List<Frame> frames = Runs.all(source(file.toByteArray(), Map.of()).frames(0));

        assertEquals(2, frames.size());
        List<Frame.Rejection> rejected = frames.getLast().rejected();
        assertEquals(
                List.of(3L, 4L, 6L),
                rejected.stream().map(Frame.Rejection::line).toList());
        assertEquals("it is not UTF-8", rejected.get(0).reason());
        assertEquals(
                "1048577 bytes long, at most 1048576 are read", rejected.get(1).reason());
        assertTrue(rejected.get(1).excerpt().length() <= 201);
        assertEquals("it has 3 fields, the head line has 2", rejected.get(2).reason());
    }

    @Test
    void encodersTurnEachColumnByItsFirstRecords() {
        String file = "a,b\n1,10\n2,20\n3,30\n4,40\n100,1000\n";
        List<Frame> quantile = frames(file, Map.of("encoder", "quantile", "at", 0.5, "first", 4));
        assertArrayEquals(new double[] {-1, -1}, quantile.get(2).seen(), "3 is the quantile itself");
        assertArrayEquals(new double[] {1, 1}, quantile.get(3).seen());

        List<Frame> scaled = frames(file, Map.of("encoder", "scale", "at", 1, "first", 4));
        assertArrayEquals(
                new double[] {-1.5 / Math.sqrt(1.25), -15 / Math.sqrt(125)},
                scaled.get(0).seen(),
                1e-12);

        List<Frame> ranged = frames(file, Map.of("encoder", "range", "at", 4));
        assertArrayEquals(new double[] {-0.5, 4}, ranged.get(0).seen(), "-1 at 0 and 1 at 4");
        assertArrayEquals(new double[] {1, 19}, ranged.get(3).seen());

        assertArrayEquals(
                new double[] {100, 1000}, frames(file, Map.of()).get(4).seen());
    }

    @ParameterizedTest
    @CsvSource({"3, ORD DFW ATL", "2, ORD DFW", "'ATL,ORD', ATL ORD"})
    void sitesAreColumnsByNumberOrByName(String sites, String names) {
        assertEquals(
                List.of(names.split(" ")),
                source(DELAYS.getBytes(StandardCharsets.UTF_8), Map.of("sites", sites, "time", "hour"))
                        .schema()
                        .sites());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sites   | 4       | sites must be at most the 3 columns of a.csv, was 4
        sites   | ORD,JFK | there is no column JFK in a.csv (first columns: hour, ORD, DFW, ATL)
        time    | when    | there is no column when in a.csv (first columns: hour, ORD, DFW, ATL)
        hours   | 9-7     | hours must be all, or two of 0..23 such as 7-21, was 9-7
        hours   | 7-24    | hours must be all, or two of 0..23 such as 7-21, was 7-24
        factors | month   | factors must be none, hour, weekday or hour,weekday, was month
        """)
    void wrongOptionsAreRefused(String option, String value, String message) {
        Map<String, Object> options = new HashMap<>(TIMED);
        options.put(option, value);
        Refused refused = assertThrows(Refused.class, () -> frames(DELAYS, options));

        assertEquals(message, refused.getMessage());
        assertEquals("options." + option, refused.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b\n", "a,b\nx,y\n"})
    void aFileWithoutARecordIsRefused(String file) {
        Refused refused = assertThrows(Refused.class, () -> frames(file, Map.of()));
        assertEquals("options.path", refused.path());
    }

    @Test
    void objectsAreTheRecordsThatTheSameTableIs() {
        List<Frame> frames = objects(OBJECTS, TIMED);

        assertEquals(3, frames.size(), "06 is no hour that counts");
        assertEquals("2001-01-01T07:00", frames.getFirst().name());
        assertArrayEquals(new double[] {1, Double.NaN, -1}, frames.get(0).seen());
        assertArrayEquals(new double[] {-1, 1, 1}, frames.get(1).seen(), "LAX is no site");
        assertArrayEquals(new double[] {1, Double.NaN, -1}, frames.get(2).seen(), "DFW is not there");
        assertEquals(
                List.of(false, true, false), frames.stream().map(Frame::follows).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [1,2,3]                                     | it is no JSON object
        {"hour":"2001-01-01T09","ORD":1} {}         | something follows the JSON object
        {"hour":"2001-01-01T09","ORD":1,"ORD":0}    | ORD comes twice
        {"hour":"2001-01-01T09","ORD":"1"}          | ORD is "1", no number
        {"hour":"2001-01-01T09","ORD":true}         | ORD is true, no number
        {"hour":"2001-01-01T09","ORD":[1]}          | ORD is an array, no number
        {"hour":"2001-01-01T09","ORD":{"x":1}}      | ORD is an object, no number
        {"hour":"2001-01-01T09","ORD":1e999}        | ORD is 1e999, no finite number
        {"ORD":1,"DFW":1,"ATL":1}                   | it has no time
        {"hour":null,"ORD":1}                       | "null" is no time such as 2001-01-31T07:00
        {"hour":"2001-01-01T08","ORD":1}            | there was a record of 2001-01-01T08 already
        """)
    void whatIsNoObjectOfNumbersIsToldToo(String line, String reason) {
        List<Frame> frames =
                objects(OBJECTS.replace("{\"hour\":\"2001-01-01T10", line + "\n{\"hour\":\"2001-01-01T10"), TIMED);

        assertEquals(3, frames.size());
        assertEquals(
                List.of(new Frame.Rejection(4, reason, line)), frames.getLast().rejected());
    }

    @Test
    void halfAnObjectIsNoRecord() {
        List<Frame> frames = objects("{\"a\":1,\"b\":1}\n{\"a\":1,\n{\"a\":-1,\"b\":-1}\n{\"a\"", Map.of());

        assertEquals(2, frames.size());
        List<Frame.Rejection> rejected = frames.getLast().rejected();
        assertEquals(
                List.of(2L, 4L), rejected.stream().map(Frame.Rejection::line).toList());
        assertTrue(rejected.getFirst().reason().startsWith("it is not JSON: "), rejected.toString());
    }

    @Test
    void namesComeFromTheFirstObjectOrFromTheOption() {
        String file = "oops\n{\"a\":1,\"b\":2}\n{\"c\":3,\"b\":4}\n";

        assertEquals(
                List.of("a", "b"),
                source("ndjson", file.getBytes(StandardCharsets.UTF_8), Map.of())
                        .schema()
                        .sites());
        assertArrayEquals(
                new double[] {Double.NaN, 4}, objects(file, Map.of()).get(1).seen());
        assertArrayEquals(
                new double[] {3, 4},
                objects(file, Map.of("sites", "c,b")).get(1).seen());
        Refused refused = assertThrows(Refused.class, () -> objects(file, Map.of("sites", "a,d")));
        assertEquals("no record of a.ndjson has a value of d", refused.getMessage());
    }

    @Test
    void linesAreReadAcrossTheEndsOfTheBuffer() {
        StringBuilder file = new StringBuilder("a,b\n");
        for (int k = 0; k < 30_000; k++) {
            file.append(k).append(k % 3 == 0 ? ",-1\r\n" : ",1\n");
        }
        List<Frame> frames = frames(file.toString(), Map.of());

        assertEquals(30_000, frames.size());
        for (int k = 0; k < 30_000; k++) {
            assertArrayEquals(
                    new double[] {k, k % 3 == 0 ? -1 : 1}, frames.get(k).seen());
        }
    }

    @Test
    void aFileThatHasLostRecordsSinceTheRunBeganIsRefused() {
        Map<String, byte[]> content =
                new TreeMap<>(Map.of("a.csv", "a,b\n1,1\n1,-1\n".getBytes(StandardCharsets.UTF_8)));
        DataSource source = Sources.CATALOG
                .make("csv", Map.of("path", "a.csv"))
                .apply(new MemoryFiles((TreeMap<String, byte[]>) content));
        content.put("a.csv", "a,b\n1,1\n1,-1\n1,1\noops\n".getBytes(StandardCharsets.UTF_8));
        List<Frame> frames = Runs.all(source.frames(0));
        assertEquals(2, frames.size(), "what was added in between does not count");
        assertTrue(frames.getLast().rejected().isEmpty());

        content.put("a.csv", "a,b\n1,1\n".getBytes(StandardCharsets.UTF_8));
        Exception lost = assertThrows(Exception.class, () -> Runs.all(source.frames(0)));
        assertTrue(lost.toString().contains("a.csv had 2 records when the run began, now it has 1"), lost.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson"})
    void standardInputIsRefusedWithTheReason(String kind) {
        Refused refused = assertThrows(
                Refused.class,
                () -> Sources.CATALOG.make(kind, Map.of("path", "-")).apply(MemoryFiles.of(Map.of())));

        assertEquals("options.path", refused.path());
        assertTrue(
                refused.getMessage()
                        .startsWith(
                                kind.equals("csv")
                                        ? "standard input is read as JSON objects"
                                        : "standard input is read by a run"),
                refused.getMessage());
    }
}
