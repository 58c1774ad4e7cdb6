package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.model.Coin;
import io.isinglass.engine.model.Lone;
import io.isinglass.engine.model.Well;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A site by itself, beside sums over very many points of its density, and closed forms. */
class LoneTest {

    private static final int POINTS = 400_000;
    private static final double REACH = 40;

    /** ln Z and the means of φ, φ² and φ⁴; the exponent is at most {@code top}. */
    private static double[] summed(double a, double b, double h) {
        double top = Double.NEGATIVE_INFINITY;
        for (int k = -POINTS; k <= POINTS; k++) {
            top = Math.max(top, exponent(k * REACH / POINTS, a, b, h));
        }
        double[] sums = new double[4];
        for (int k = -POINTS; k <= POINTS; k++) {
            double value = k * REACH / POINTS;
            double weight = Math.exp(exponent(value, a, b, h) - top);
            sums[0] += weight;
            sums[1] += weight * value;
            sums[2] += weight * value * value;
            sums[3] += weight * value * value * value * value;
        }
        double logZ = top + Math.log(sums[0] * REACH / POINTS);
        return new double[] {logZ, sums[1] / sums[0], sums[2] / sums[0], sums[3] / sums[0]};
    }

    private static double exponent(double value, double a, double b, double h) {
        return h * value - a * value * value - b * value * value * value * value;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "1, 0, 0.7",
        "0.5, 0.1, -2",
        "-3, 1, 0",
        "-3, 1, 0.01",
        "-12, 2, 1",
        "-12, 2, -40",
        "385, 0.001, -770",
        "-0.2, 0.001, 5",
        "1, 50, 3",
        "0, 0.001, 100"
    })
    void integralsAreThoseOfTheDensity(double a, double b, double h) {
        double[] truth = summed(a, b, h);
        Well well = new Well(a, b);
        double[] moments = new double[Lone.MOMENTS];
        well.moments(h, moments, 0);

        assertEquals(truth[0], well.logZ(h), 1e-9 * Math.max(1, Math.abs(truth[0])));
        for (int k = 0; k < moments.length; k++) {
            assertEquals(truth[k + 1], moments[k], 1e-8 * Math.max(1, Math.abs(truth[k + 1])), "moment " + k);
        }
        double[] powers = well.powers(h, 4);
        assertEquals(1, powers[0]);
        assertEquals(moments[2], powers[4], 1e-9 * Math.max(1, moments[2]));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1, 0, 0.7", "-3, 1, 0.05", "-1, 0.5, -2"})
    void drawsAreOfTheDensity(double a, double b, double h) {
        drawsHaveTheMomentsOf(new Well(a, b), h);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.7", "-2"})
    void spinsAreOfTheirProbability(double h) {
        drawsHaveTheMomentsOf(new Coin(), h);
        assertEquals(Math.log(2 * Math.cosh(h)), new Coin().logZ(h), 1e-14);
    }

    private static void drawsHaveTheMomentsOf(Lone site, double h) {
        int count = 40_000;
        double[] truth = new double[Lone.MOMENTS];
        site.moments(h, truth, 0);
        double[] sums = new double[2];
        double[] squares = new double[2];
        Dice dice = new Noise(3).dice(0, 0, 0);
        for (int k = 0; k < count; k++) {
            dice.row(k / 100);
            double value = site.draw(h, dice, k % 100);
            double square = value * value;
            sums[0] += value;
            sums[1] += square;
            squares[0] += square;
            squares[1] += square * square;
        }
        for (int k = 0; k < 2; k++) {
            double mean = sums[k] / count;
            double error = Math.sqrt(Math.max(0, squares[k] / count - mean * mean) / count);
            assertEquals(truth[k], mean, 4 * error + 1e-12, "moment " + k);
            assertTrue(error < 0.01);
        }
    }

    @Test
    void whatDoesNotHoldIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Well(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Well(1, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new Well(Double.NaN, 0));
    }
}
