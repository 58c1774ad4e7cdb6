package io.isinglass.streams.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rows as lines of JSON. */
public final class RowJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private RowJson() {}

    /** The row on one line, without a line feed. */
    public static String line(Row row) {
        try {
            return MAPPER.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without its time, which is no part of the run's result. */
    static String timeless(Row row) {
        ObjectNode node = MAPPER.valueToTree(row);
        node.remove("time");
        return node.toString();
    }
}
