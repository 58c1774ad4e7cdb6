package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** A value as messages show it: short, and so that text and numbers can be told apart. */
final class Shown {

    private static final int MAX = 60;

    private Shown() {}

    static String value(Draft draft, JsonPointer at, JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> quoted(node.textValue());
            case NUMBER -> cut(draft.number(at, node));
            case BOOLEAN -> node.asText();
            case OBJECT -> "a section with keys";
            case ARRAY -> "a list";
            case NULL -> "empty";
            case BINARY, MISSING, POJO -> "unreadable";
        };
    }

    static String quoted(String text) {
        return '"' + cut(text) + '"';
    }

    static String cut(String text) {
        return cut(text, MAX);
    }

    static String cut(String text, int max) {
        String line = text.replaceAll("\\p{Cntrl}", "·");
        return line.length() <= max ? line : line.substring(0, max) + "… (" + text.length() + " characters)";
    }
}
