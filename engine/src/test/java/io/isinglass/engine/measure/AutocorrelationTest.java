package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutocorrelationTest {

    private static final int SEEDS = 200;
    private static final int LENGTH = 10_000;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.8, 0.95})
    void theTimeOfAnAutoregressiveSeriesIsFoundWithAnErrorThatIsTrue(double rho) {
        double truth = Autoregressive.tau(rho);
        double bias = 0;
        double chi = 0;
        double error = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Autocorrelation ours = Autocorrelation.of(Autoregressive.series(rho, LENGTH, seed));
            bias += (ours.tau() - truth) / truth / SEEDS;
            chi += Math.pow((ours.tau() - truth) / ours.error(), 2) / SEEDS;
            error += ours.error() / truth / SEEDS;
        }
        assertEquals(0, bias, 4 * error / Math.sqrt(SEEDS) + 0.01, "the window misses some thousandths");
        assertEquals(1, chi, 0.5, "relative square deviation");
        assertTrue(error < 0.25, "known to " + error);
    }

    @Test
    void theFunctionIsGeometric() {
        double[] rho = Autocorrelation.function(Autoregressive.series(0.8, 1_000_000, 1), 20);
        assertEquals(1, rho[0], 1e-12);
        for (int t = 1; t <= 20; t++) {
            // Bartlett: its variance is below 2τ/n = 9e-6.
            assertEquals(Math.pow(0.8, t), rho[t], 4 * 3e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 64, 100})
    void theTransformGivesTheSumsOfProducts(int n) {
        double[] values = new SplittableRandom(n).doubles(n, -1, 1).toArray();
        double[] ours = Fourier.lagged(values);
        for (int t = 0; t < n; t++) {
            double sum = 0;
            for (int i = 0; i + t < n; i++) {
                sum += values[i] * values[i + t];
            }
            assertEquals(sum, ours[t], 1e-12 * n);
        }
    }

    @Test
    void bothWaysToTheSumsGiveTheSameTime() {
        double[] series = Autoregressive.series(0.9, 3001, 3);
        Autocorrelation one = Autocorrelation.of(series);
        Autocorrelation other = Autocorrelation.of(series, Autocorrelation.WINDOW);
        assertEquals(one.window(), other.window());
        assertEquals(one.tau(), other.tau(), 1e-10);
    }

    @Test
    void aSeriesTooShortForItsMemorySaysSo() {
        double[] ramp = new double[100];
        for (int t = 0; t < ramp.length; t++) {
            ramp[t] = t;
        }
        assertEquals(Double.POSITIVE_INFINITY, Autocorrelation.of(ramp).error());
        assertEquals(0.5, Autocorrelation.of(new double[50]).tau());
        assertThrows(IllegalArgumentException.class, () -> Autocorrelation.of(new double[1]));
        assertThrows(IllegalArgumentException.class, () -> Autocorrelation.function(ramp, 100));
    }
}
