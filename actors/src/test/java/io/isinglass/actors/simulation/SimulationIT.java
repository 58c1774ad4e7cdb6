package io.isinglass.actors.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The laws of a run in many schedules: as many as {@code -Disinglass.simulation.schedules} says, or the one of
 * {@code -Disinglass.simulation.seed} in every detail.
 */
@ExtendWith(Quiet.class)
class SimulationIT {

    private static final String SEED = "isinglass.simulation.seed";
    private static final String SCHEDULES = "isinglass.simulation.schedules";
    private static final long MANY = 10_000;

    /** Those of {@link SimulationTest} come before it. */
    private static final long FIRST = SimulationTest.SCHEDULES + 1;

    private static final int TWICE = 20;
    private static final int BETWEEN = 100;

    private static final Simulator SIMULATOR = new Simulator();

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @Test
    void whateverBefallsItARunComesToTheSame() {
        Long seed = Long.getLong(SEED);
        List<String> red = seed == null ? many(Long.getLong(SCHEDULES, MANY)) : one(seed);
        assertEquals(List.of(), red);
    }

    @Test
    void theSameSeedGivesTheSameSchedule() throws IOException, InterruptedException {
        List<String> first = marks(1, TWICE);
        assertEquals(TWICE, new HashSet<>(first).size(), "another seed is another schedule");
        assertEquals(BETWEEN, marks(TWICE + 1, TWICE + BETWEEN).size());
        assertEquals(first, marks(1, TWICE), "after others");
        assertEquals(first, Twin.marks(TWICE), "in another process");
    }

    private static List<String> marks(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seed -> SIMULATOR.outcome(seed, false).mark())
                .toList();
    }

    private static List<String> one(long seed) {
        Outcome outcome = SIMULATOR.outcome(seed, true);
        System.out.println(outcome.whole());
        return outcome.faults();
    }

    private static List<String> many(long count) {
        Tally tally = new Tally();
        long begun = System.nanoTime();
        LongStream.range(FIRST, FIRST + count).forEach(seed -> tally.add(SIMULATOR.outcome(seed, false)));
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(Locale.ROOT, "%s, in %.1f s%n", tally, taken.toMillis() / 1e3);
        assertTrue(tally.saysSomething(), "enough happens for this to say something: " + tally);
        return tally.red();
    }
}
