package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import java.util.ArrayList;
import java.util.List;

/** What many schedules came to, and whether enough happened in them to say something. */
final class Tally {

    private final List<String> red = new ArrayList<>();
    private long schedules;
    private long steps;
    private long recoveries;
    private long refusals;
    private long spoilt;
    private long found;

    void add(Outcome outcome) {
        schedules++;
        steps += outcome.steps();
        recoveries += Math.max(0, outcome.count(Event.Opened.class) - 1);
        refusals += outcome.refusals();
        spoilt += outcome.spoilt();
        found += outcome.count(Event.Spoilt.class);
        if (outcome.isRed()) {
            red.add(outcome.brief());
        }
    }

    /** A line for each schedule that went wrong. */
    List<String> red() {
        return red;
    }

    long recoveries() {
        return recoveries;
    }

    long refusals() {
        return refusals;
    }

    long found() {
        return found;
    }

    @Override
    public String toString() {
        return "%d schedules of %d steps on the average: %d recoveries, %d writes refused, %d objects spoilt, %d found, %d red"
                .formatted(schedules, steps / Math.max(1, schedules), recoveries, refusals, spoilt, found, red.size());
    }
}
