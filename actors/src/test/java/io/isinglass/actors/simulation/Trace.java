package io.isinglass.actors.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has happened in a schedule, one line an event: as a hash, and in words if somebody wants to read it. */
final class Trace {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final boolean told;
    private final List<String> lines = new ArrayList<>();
    private long hash = FNV_OFFSET;

    /** A trace that is told in words, or is not. */
    Trace(boolean told) {
        this.told = told;
    }

    /** Something happened to somebody; nothing in either must differ from process to process. */
    void add(long now, String whose, String what) {
        mix(now);
        mix(whose.hashCode());
        mix(what.hashCode());
        if (told) {
            lines.add(String.format(Locale.ROOT, "%12.6f %-34s %s", now / 1e9, whose, what));
        }
    }

    /** Of so many pieces that could run, this one was. */
    void took(int choice, int of) {
        mix(choice);
        mix(of);
    }

    private void mix(long word) {
        hash = (hash ^ word) * FNV_PRIME;
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }
}
