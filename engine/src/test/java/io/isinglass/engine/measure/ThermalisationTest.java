package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThermalisationTest {

    private static final int LENGTH = 5000;

    /** A stationary series with a transient a e^−t/d. */
    private static double[] series(double a, double d, long seed) {
        double[] series = Autoregressive.series(0.5, LENGTH, seed);
        Arrays.setAll(series, t -> series[t] + a * Math.exp(-t / d));
        return series;
    }

    @ParameterizedTest
    @ValueSource(doubles = {50, 200})
    void aTransientIsLeftOutUpToWhereItIsLostInTheNoise(double d) {
        for (int seed = 0; seed < 100; seed++) {
            Thermalisation ours = Thermalisation.of(series(10, d, seed));
            // It falls to the size of one measurement after d ln 10, and to a 25th of it, the error of the mean, after
            // d ln 250.
            assertTrue(ours.leaveOut() > d * Math.log(5), () -> "left out " + ours);
            assertTrue(ours.leaveOut() < d * Math.log(250) + LENGTH / 10, () -> "left out " + ours);
            assertTrue(ours.score() > 4, () -> "score " + ours);
        }
    }

    @Test
    void aStationarySeriesHasAScoreOfUnitVarianceAndLittleToLeaveOut() {
        double squares = 0;
        double leftOut = 0;
        for (int seed = 0; seed < 400; seed++) {
            Thermalisation ours = Thermalisation.of(series(0, 1, seed));
            squares += ours.score() * ours.score() / 400;
            leftOut += (double) ours.leaveOut() / LENGTH / 400;
        }
        // χ² of 400: 4σ is 0.28.
        assertEquals(1, squares, 0.28);
        assertTrue(leftOut < 0.15, "left out " + leftOut);
    }

    @Test
    void whatIsLeftOutGrowsWithTheTransient() {
        int fast = Thermalisation.of(series(10, 50, 1)).leaveOut();
        assertEquals(0, fast % 5);
        assertTrue(Thermalisation.of(series(10, 300, 1)).leaveOut() > fast);
    }

    @Test
    void aRampIsNeverSettledAndAConstantIsAtOnce() {
        double[] ramp = new double[200];
        Arrays.setAll(ramp, t -> t);
        assertEquals(100, Thermalisation.of(ramp).leaveOut());
        assertEquals(new Thermalisation(0, 0), Thermalisation.of(new double[200]));
        assertThrows(IllegalArgumentException.class, () -> Thermalisation.of(new double[39]));
    }
}
