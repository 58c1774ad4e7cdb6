package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.engine.measure.Estimate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowJsonTest {

    private static final Row ROW = new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, "2026-07-01T12:00:00Z");

    private static final String LINE = "{\"run\":\"r\",\"key\":\"K\",\"value\":0.5,\"stderr\":0.25,\"tau_int\":1.5,"
            + "\"n_eff\":64.0,\"epoch\":3,\"sweep\":159,\"seq\":7,\"time\":\"2026-07-01T12:00:00Z\"}";

    @Test
    void aRowIsALineOfTenKeysInTheirOrder() {
        assertEquals(LINE, RowJson.line(ROW));
    }

    @Test
    void whatIsNotFiniteIsNullAndTheKeyStays() throws Exception {
        Estimate unknown = new Estimate(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
        JsonNode json = new ObjectMapper().readTree(RowJson.line(Row.of("r", "K", unknown, 3, 159, 7, "now")));

        for (String key : List.of("value", "stderr", "tau_int", "n_eff")) {
            assertEquals(true, json.get(key).isNull(), key);
        }
        assertEquals(10, json.size());
    }

    @Test
    void numbersKeepTheirLastBit() throws Exception {
        double third = 1 / 3.0;
        Row row = Row.of("r", "K", new Estimate(third, Double.MIN_VALUE, 0.5, 1e300), 0, 0, 0, "now");
        JsonNode json = new ObjectMapper().readTree(RowJson.line(row));

        assertEquals(third, json.get("value").doubleValue());
        assertEquals(Double.MIN_VALUE, json.get("stderr").doubleValue());
        assertEquals(1e300, json.get("n_eff").doubleValue());
    }

    @Test
    void namesWithQuotesAndLineFeedsStayOnOneLine() {
        assertEquals(
                1,
                RowJson.line(new Row("a\"\nb", "K", 1.0, 0.0, 0.5, 1.0, 0, 0, 0, "now"))
                        .lines()
                        .count());
    }

    @Test
    void theDigestIsThatOfTheLinesWithoutTimes() throws Exception {
        ObjectNode timeless = (ObjectNode) new ObjectMapper().readTree(LINE);
        timeless.remove("time");
        String text = timeless + "\n" + timeless + "\n";
        byte[] truth = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

        assertEquals(HexFormat.of().formatHex(truth), digest(ROW, ROW));
    }

    @Test
    void theDigestDoesNotSeeTheTime() {
        Row later = new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, "2027-01-01T00:00:00Z");

        assertEquals(digest(ROW), digest(later));
    }

    static Stream<Row> otherRows() {
        double up = Math.nextUp(0.5);
        return Stream.of(
                new Row("s", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "h", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", up, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, null, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.0, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 63.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 4, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 158, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 8, ROW.time()));
    }

    @ParameterizedTest
    @MethodSource("otherRows")
    void theDigestSeesEveryOtherField(Row other) {
        assertNotEquals(digest(ROW), digest(other));
        assertNotEquals(digest(ROW, other), digest(other, ROW));
    }

    private static String digest(Row... rows) {
        RowJson json = new RowJson();
        for (Row row : rows) {
            json.digest(row);
        }
        return json.hex();
    }
}
