package io.isinglass.config;

import java.util.Map;

/**
 * A name from one of the catalogues, with options for what it names. An option is a {@link String}, a {@link Boolean}, a
 * {@link Long} or a finite {@link Double}; other whole and real numbers become the last two.
 */
public record Choice(String kind, Map<String, Object> options) {

    public Choice {
        Check.name("kind", kind);
        options = Check.options(options);
    }

    /** The choice of a name with no options. */
    public static Choice of(String kind) {
        return new Choice(kind, Map.of());
    }
}
