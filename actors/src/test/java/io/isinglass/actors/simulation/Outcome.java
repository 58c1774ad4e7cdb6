package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a schedule.
 *
 * @param faults what must not have happened
 * @param hash of everything that happened, in its order
 * @param steps pieces of work that were run, one after the other
 * @param refusals writes that the journal's key refused
 * @param spoilt objects of the vault that were spoilt
 * @param trace everything that happened, in words, if that was wanted
 */
record Outcome(
        long seed,
        Plot plot,
        List<String> faults,
        long hash,
        long steps,
        int refusals,
        int spoilt,
        List<Event> events,
        List<String> trace) {

    private static final int LONGEST_LINE = 240;

    private static final String REPLAY = "mvn -pl actors -am test -Dtest=SimulationIT#whatever*"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Disinglass.simulation.seed=";

    boolean isRed() {
        return !faults.isEmpty();
    }

    <E extends Event> long count(Class<E> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    /** Short, and the same only for the same schedule. */
    String mark() {
        return seed + " " + Long.toHexString(hash) + " " + steps;
    }

    /** In one line, with what it takes to see it again. */
    String brief() {
        return REPLAY + seed + ": " + faults + " after " + steps + " steps with "
                + plot.mishaps().stream().map(Plot.Mishap::kind).toList();
    }

    /** Everything, for a reader. */
    String whole() {
        return Stream.of(trace.stream(), events.stream().map(Outcome::cut), Stream.of(plot.toString(), brief()))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static String cut(Event event) {
        String text = event.toString();
        return text.substring(0, Math.min(LONGEST_LINE, text.length()));
    }
}
