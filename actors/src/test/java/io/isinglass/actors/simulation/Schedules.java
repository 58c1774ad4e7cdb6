package io.isinglass.actors.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.actors.Quiet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The laws of a run in many schedules: as many as {@code -Disinglass.simulation.schedules} says, or the one of
 * {@code -Disinglass.simulation.seed} in every detail. Run on demand: {@code mvn -pl actors -am test -Dtest=Schedules}.
 */
@ExtendWith(Quiet.class)
class Schedules {

    private static final String SEED = "isinglass.simulation.seed";
    private static final String SCHEDULES = "isinglass.simulation.schedules";
    private static final long FEW = 2000;

    /** Those of {@link SimulationTest} come before it. */
    private static final long FIRST = 1001;

    private static final int TWICE = 20;

    private static final Simulator SIMULATOR = new Simulator();

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @Test
    void whateverBefallsItARunComesToTheSame() {
        Long seed = Long.getLong(SEED);
        List<String> red = seed == null ? many(Long.getLong(SCHEDULES, FEW)) : one(seed);
        assertEquals(List.of(), red);
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        Set<Long> hashes = new HashSet<>();
        for (long seed = 1; seed <= TWICE; seed++) {
            Outcome first = SIMULATOR.outcome(seed, false);
            Outcome second = SIMULATOR.outcome(seed, true);
            assertEquals(first.hash(), second.hash(), "seed " + seed);
            assertEquals(first.steps(), second.steps(), "seed " + seed);
            hashes.add(first.hash());
        }
        assertEquals(TWICE, hashes.size(), "another seed is another schedule");
    }

    private static List<String> one(long seed) {
        Outcome outcome = SIMULATOR.outcome(seed, true);
        System.out.println(outcome.whole());
        return outcome.faults();
    }

    private static List<String> many(long count) {
        Tally tally = new Tally();
        long begun = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            Outcome outcome = SIMULATOR.outcome(seed, false);
            tally.add(outcome);
            if (outcome.isRed()) {
                System.out.println(outcome.brief());
            }
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(Locale.ROOT, "%s, in %.1f s%n", tally, taken.toMillis() / 1e3);
        return tally.red();
    }
}
