package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.streams.learn.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        JsonNode json =
                new ObjectMapper().readTree(RowJson.line(Row.of("r", new Reading("K", unknown), 3, 159, 7, "now")));

        for (String key : List.of("value", "stderr", "tau_int", "n_eff")) {
            assertEquals(true, json.get(key).isNull(), key);
        }
        assertEquals(10, json.size());
    }

    @Test
    void numbersKeepTheirLastBit() throws Exception {
        double third = 1 / 3.0;
        Row row = Row.of("r", new Reading("K", new Estimate(third, Double.MIN_VALUE, 0.5, 1e300)), 0, 0, 0, "now");
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
}
