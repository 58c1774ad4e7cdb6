package io.isinglass.config;

/** Where something was said: a line, counted from 1, of a source. Line 0 means the source as a whole. */
public record Place(String source, int line) {

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
