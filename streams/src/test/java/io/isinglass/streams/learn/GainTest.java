package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.measure.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GainTest {

    private static final int RUNS = 400;
    private static final int RECORDS = 2000;
    private static final double TRUE = 0.25;

    /** Records of a cost that goes on from one to the next, of which a quarter is gained in the mean. */
    private static Estimate gain(long seed) {
        SplittableRandom lot = new SplittableRandom(seed);
        Gain gain = new Gain(2);
        double mood = 0;
        double luck = 0;
        for (int record = 0; record < RECORDS; record++) {
            mood = 0.9 * mood + lot.nextGaussian();
            luck = 0.8 * luck + 0.1 * lot.nextGaussian();
            double cost = 10 + mood;
            gain.add((1 - TRUE) * cost + luck, new double[] {2 * cost, cost});
        }
        return gain.over(1);
    }

    @Test
    void itsErrorHoldsTheTruthAsOftenAsItSays() {
        int one = 0;
        int two = 0;
        double largest = 0;
        for (int run = 0; run < RUNS; run++) {
            Estimate gain = gain(run);
            one += gain.sigmas(TRUE) < 1 ? 1 : 0;
            two += gain.sigmas(TRUE) < 2 ? 1 : 0;
            largest = Math.max(largest, gain.stderr());
        }
        // Of 400 runs 273 ± 9 and 382 ± 4.
        assertEquals(0.683, (double) one / RUNS, 4 * Math.sqrt(0.683 * 0.317 / RUNS));
        assertEquals(0.954, (double) two / RUNS, 4 * Math.sqrt(0.954 * 0.046 / RUNS));
        // Luck is 0.5 / √2000 of ten; unpaired, ten times that would come of mood.
        assertTrue(largest < 0.0025, "error " + largest);
    }
}
