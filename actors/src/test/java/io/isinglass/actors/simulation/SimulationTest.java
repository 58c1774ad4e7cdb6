package io.isinglass.actors.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The laws of a run in schedules drawn from seeds; {@link SimulationIT} has many more. */
@ExtendWith(Quiet.class)
class SimulationTest {

    static final int SCHEDULES = 500;

    private static final Simulator SIMULATOR = new Simulator();

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    /** Else this would say nothing about blocks that move their neighbours' rows. */
    @Test
    void someRunsReachFarOthersAsFarAsTheirEdge() {
        Set<Integer> reaches = LongStream.rangeClosed(1, SCHEDULES)
                .mapToObj(seed ->
                        Plot.of(new Chance(seed)).tiny().experiment().plan().reach())
                .collect(Collectors.toSet());
        assertEquals(Set.of(1, 2, 4), reaches);
    }

    @Test
    void whateverBefallsItARunComesToTheSame() {
        Tally tally = new Tally();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            tally.add(SIMULATOR.outcome(seed, false));
        }
        assertEquals(List.of(), tally.red());
        assertTrue(tally.saysSomething(), "enough happens for this to say something: " + tally);
    }
}
