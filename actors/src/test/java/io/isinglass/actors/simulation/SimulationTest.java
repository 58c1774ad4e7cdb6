package io.isinglass.actors.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Quiet;
import java.util.List;
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
