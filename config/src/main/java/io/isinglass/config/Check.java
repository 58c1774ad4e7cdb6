package io.isinglass.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The checks that the records of a spec share. Each refuses with the key and the value in hand. */
final class Check {

    static final int MAX_KEYS = 64;
    static final int MAX_TEXT = 4096;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private Check() {}

    static void within(String key, long value, long low, long high) {
        if (value < low || value > high) {
            throw new Refusal(key, "must be a whole number from " + low + " to " + high + ", was " + value);
        }
    }

    static void oneOf(String key, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new Refusal(key, "must be one of " + String.join(", ", allowed) + "; was \"" + value + "\"");
        }
    }

    static void name(String key, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new Refusal(
                    key,
                    "must be a name of at most 63 lower-case letters, digits and hyphens that starts with a letter,"
                            + " was \""
                            + value + "\"");
        }
    }

    static void key(String key, String value) {
        if (!KEY.matcher(value).matches()) {
            throw new Refusal(
                    key,
                    "must have names of at most 63 letters, digits, _ and - that start with a letter, was \"" + value
                            + "\"");
        }
    }

    static void size(String key, int size) {
        if (size > MAX_KEYS) {
            throw new Refusal(key, "must have at most " + MAX_KEYS + " entries, was " + size);
        }
    }

    static Map<String, Object> options(Map<String, ?> options) {
        size("options", options.size());
        Map<String, Object> copy = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            key("options", name);
            copy.put(name, option(name, value));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object option(String name, Object value) {
        return switch (value) {
            case String text when text.length() <= MAX_TEXT -> text;
            case Boolean truth -> truth;
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case Double real when Double.isFinite(real) -> real + 0.0;
            case Float real when Float.isFinite(real) -> real.doubleValue() + 0.0;
            case String text ->
                throw new Refusal(
                        "options", name + " must have at most " + MAX_TEXT + " characters, was " + text.length());
            case null -> throw new Refusal("options", name + " must be text, a number, true or false; was null");
            default ->
                throw new Refusal("options", name + " must be text, a finite number, true or false; was " + value);
        };
    }
}
