package io.isinglass.streams.source;

import java.io.IOException;

/**
 * Where lines lie that a run fetches by itself: in parts, in each of which a line has a place that never changes. The order of
 * parts among each other is that in which their lines are fetched and kept; nothing outside knows it.
 */
public interface Supply {

    /**
     * Connects; blocks meanwhile.
     *
     * @throws IOException if it is out of reach, which may pass; what cannot pass is {@code Refused}
     */
    Tap open() throws IOException;

    /** What is said of it. */
    String name();

    /** Whether what it once had and refuses now may be there later. */
    default boolean mayComeBack() {
        return true;
    }

    /** What is said of the place of a line before the reason why it is no record. */
    default String where(Message message) {
        return "";
    }

    /** How many records are taken; no more follow. */
    default long until() {
        return Long.MAX_VALUE;
    }
}
