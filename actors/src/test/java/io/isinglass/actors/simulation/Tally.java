package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import java.util.ArrayList;
import java.util.List;

/** What many schedules came to, and whether enough happened in them to say something. */
final class Tally {

    /** Faults that a reader may want to see. */
    private static final int TOLD = 20;

    private final List<String> told = new ArrayList<>();
    private long red;
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
            red++;
            if (told.size() < TOLD) {
                told.add(outcome.brief());
            }
        }
    }

    /** A line for each schedule that went wrong, or for the first of them. */
    List<String> red() {
        return told;
    }

    /** Whether enough has happened. */
    boolean saysSomething() {
        return recoveries > schedules && refusals > schedules / 10 && found > schedules / 100;
    }

    @Override
    public String toString() {
        return "%d schedules of %d steps on the average: %d recoveries, %d writes refused, %d objects spoilt, %d found, %d red"
                .formatted(schedules, steps / Math.max(1, schedules), recoveries, refusals, spoilt, found, red);
    }
}
