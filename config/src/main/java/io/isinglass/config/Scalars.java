package io.isinglass.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** The meaning of a plain scalar by the core schema of YAML 1.2 [1], of which JSON's is a part. */
final class Scalars {

    /*
     * Not YAML 1.1, where `no` is false, 010 is eight and 1:30 is ninety: whoever writes those means text or ten.
     *
     * [1] YAML Ain't Markup Language, version 1.2.2, section 10.3
     */
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE =
            Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|[-+]?Infinity|NaN");
    private static final int MAX_DIGITS = 400;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Scalars() {}

    static JsonNode resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NODES.nullNode();
            case "true", "True", "TRUE" -> NODES.booleanNode(true);
            case "false", "False", "FALSE" -> NODES.booleanNode(false);
            default -> text.length() > MAX_DIGITS ? NODES.textNode(text) : number(text);
        };
    }

    /** Whether a plain scalar is no number that is infinite, or undefined, as a double. */
    static boolean isFinite(String text, JsonNode node) {
        return !NOT_FINITE.matcher(text).matches() && !(node.isDouble() && !Double.isFinite(node.doubleValue()));
    }

    /** Whether text would be a number if it stood without quotes. */
    static boolean isNumber(String text) {
        return resolve(text).isNumber();
    }

    private static JsonNode number(String text) {
        if (WHOLE.matcher(text).matches()) {
            return whole(new BigInteger(text));
        }
        if (HEX.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 16));
        }
        if (OCTAL.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 8));
        }
        return REAL.matcher(text).matches() ? NODES.numberNode(Double.parseDouble(text)) : NODES.textNode(text);
    }

    private static JsonNode whole(BigInteger value) {
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }
}
