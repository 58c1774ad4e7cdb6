package io.isinglass.actors.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has happened in a schedule, one line an event: as a hash, and in words if somebody wants to read it. */
final class Trace {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final String run;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();
    private long hash = FNV_OFFSET;

    /** Of a run whose name changes from schedule to schedule, and does not count. */
    Trace(String run, boolean told) {
        this.run = run;
        this.told = told;
    }

    void add(long now, String whose, String told) {
        String where = whose.replace(run, "run");
        String what = told.replace(run, "run");
        mix(now);
        mix(where.hashCode());
        mix(what.hashCode());
        if (this.told) {
            lines.add(String.format(Locale.ROOT, "%12.6f %-34s %s", now / 1e9, where, what));
        }
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
