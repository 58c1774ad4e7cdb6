package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;

/**
 * How far a part of what lies outside has been taken.
 *
 * @param part its number
 * @param next the place of the next line
 * @param end the place at which it ends; {@link #OPEN}: nowhere
 */
public record Mark(int part, long next, long end) {

    /** The end of a part that goes on for ever. */
    public static final long OPEN = Long.MAX_VALUE;

    public Mark {
        if (part < 0 || next < 0) {
            throw new Refused("", "a mark must have numbers of 0 or more, was part %d, next %d".formatted(part, next));
        }
    }

    /** Whether nothing is left to take. */
    public boolean isReached() {
        return next >= end;
    }

    /** The same, with all taken up to and with a place. */
    public Mark after(long place) {
        return new Mark(part, place + 1, end);
    }
}
