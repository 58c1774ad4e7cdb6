package io.isinglass.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a value must be, in words, as a part of the schema says it. */
final class Expected {

    private Expected() {}

    static String by(JsonNode schema) {
        if (schema.has("title")) {
            return schema.get("title").textValue();
        }
        if (schema.has("enum")) {
            return "one of " + String.join(", ", words(schema.get("enum")));
        }
        return switch (schema.path("type").asText()) {
            case "integer" ->
                "a whole number from " + schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText();
            case "number" -> "a finite number";
            case "object" -> section(schema);
            default -> throw new IllegalStateException("the schema does not say what it expects: " + schema);
        };
    }

    static List<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static List<String> keys(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String section(JsonNode schema) {
        List<String> keys = keys(schema);
        if (keys.isEmpty()) {
            return "a section of at most " + schema.path("maxProperties").asText() + " names with values";
        }
        return keys.stream().collect(Collectors.joining(", ", "a section with the keys ", ""));
    }
}
