package io.isinglass.actors.store;

import io.isinglass.engine.catalog.Refused;
import java.util.regex.Pattern;

/**
 * The names that objects may have: segments of letters, digits and {@code . _ ~ -}, with slashes between them. None is
 * {@code .} or {@code ..}, so a key never leads out of its vault; and none is so long that some vault could not hold it.
 */
final class Keys {

    private static final int LONGEST = 512;
    private static final String SEGMENT = "(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,200}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
    private static final Pattern PREFIX = Pattern.compile("(" + KEY + "/?)?");

    private Keys() {}

    static String checked(String key) {
        return checked(key, "key of an object", KEY);
    }

    static String checkedPrefix(String prefix) {
        return checked(prefix, "prefix of keys", PREFIX);
    }

    private static String checked(String text, String what, Pattern allowed) {
        if (text.length() > LONGEST || !allowed.matcher(text).matches()) {
            throw new Refused(
                    "",
                    what + " must have at most " + LONGEST
                            + " characters, in segments of 1 to 200 letters, digits, . _ ~ -"
                            + " with / between them, and none that is . or .., was \"" + text + "\"");
        }
        return text;
    }
}
