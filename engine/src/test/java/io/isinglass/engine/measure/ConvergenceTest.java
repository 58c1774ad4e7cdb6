package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvergenceTest {

    private static final int LENGTH = 2000;

    private static double[][] chains(double rho) {
        return IntStream.range(0, 4)
                .mapToObj(seed -> Autoregressive.series(rho, LENGTH, seed))
                .toArray(double[][]::new);
    }

    private static void change(double[] chain, double factor, double shift) {
        Arrays.setAll(chain, t -> factor * chain[t] + shift);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.8})
    void chainsOfOneDistributionAgreeAndAreWorthWhatTheirMemoryLeaves(double rho) {
        Convergence ours = Convergence.of(chains(rho));
        // √(1 + 2τ/n) with n half a chain.
        assertEquals(1, ours.rHat(), 4 * Autoregressive.tau(rho) / LENGTH + 0.003);
        double truth = 4 * LENGTH / (2 * Autoregressive.tau(rho));
        assertEquals(truth, ours.size(), 0.2 * truth);
    }

    @Test
    void aShiftedMeanIsSeenAsMuchAsItIs() {
        double[][] chains = chains(0);
        change(chains[0], 1, 0.5);
        // Eight halves, two of them off by ½: the variance of their means is (8/7)(1/4)(3/4)/4.
        double between = 8.0 / 7 * 3 / 64;
        assertEquals(Math.sqrt(1 + between), Convergence.of(chains).rHat(), 0.01);
        assertTrue(
                Convergence.of(chains).size() < 0.1 * Convergence.of(chains(0)).size());
    }

    @Test
    void anotherWidthIsSeenByFolding() {
        double[][] chains = chains(0);
        change(chains[0], 3, 0);
        assertTrue(Convergence.of(chains).rHat() > 1.05);
    }

    @Test
    void aDriftOfAllChainsIsSeenBySplitting() {
        double[][] chains = chains(0);
        for (double[] chain : chains) {
            Arrays.setAll(chain, t -> chain[t] + 2.0 * t / LENGTH);
        }
        assertTrue(Convergence.of(chains).rHat() > 1.05);
    }

    @Test
    void onlyRanksCount() {
        double[][] chains = chains(0.5);
        Convergence before = Convergence.of(chains);
        for (double[] chain : chains) {
            Arrays.setAll(chain, t -> Math.exp(chain[t]));
        }
        assertEquals(before.size(), Convergence.of(chains).size(), 1e-9);
    }

    @Test
    void constantChainsAgreeOrDoNot() {
        double[][] chains = new double[2][20];
        assertEquals(new Convergence(1, 40), Convergence.of(chains));
        Arrays.fill(chains[0], 1);
        assertEquals(Double.POSITIVE_INFINITY, Convergence.of(chains).rHat());
    }

    @Test
    void chainsThatTellNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Convergence.of(new double[0][]));
        assertThrows(IllegalArgumentException.class, () -> Convergence.of(new double[2][7]));
        assertThrows(
                IllegalArgumentException.class, () -> Convergence.of(new double[][] {new double[9], new double[8]}));
        double[][] broken = new double[1][10];
        broken[0][3] = Double.NaN;
        assertThrows(IllegalArgumentException.class, () -> Convergence.of(broken));
    }

    /** Tables of the normal distribution. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.975, 1.959963984540054",
        "0.1, -1.2815515655446004",
        "0.6, 0.2533471031357997",
        "1e-10, -6.361340902404056",
        "1e-20, -9.262340089798408"
    })
    void theQuantileIsThatOfTheTables(double p, double x) {
        assertEquals(x, Gauss.quantile(p), 1e-14 * (1 + Math.abs(x)));
    }
}
