package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On draws of the energy of 4 × 4 Ising spins from its exact distribution: papers 8.1. */
class MultiHistogramTest {

    private static final double[] COUPLINGS = {0.1, 0.3, 0.45, 0.6};

    private static double[][] draws(int n, long seed) {
        double[][] draws = new double[COUPLINGS.length][];
        Arrays.setAll(draws, k -> Enumerated.ising(COUPLINGS[k]).draws(n * (k + 1), 10 * seed + k));
        return draws;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.2, 0.3, 0.375, 0.44068679350977147, 0.5, 0.6})
    void runsAtAFewCouplingsKnowAllBetween(double k) {
        double[][] draws = draws(5000, 1);
        MultiHistogram ours = new MultiHistogram(COUPLINGS, draws, 1000);
        Enumerated truth = Enumerated.ising(k);
        Sigmas.assertNear(truth.mean(), ours.mean(k), 0.25);
        double[][] squares = Arrays.stream(draws)
                .map(run -> Arrays.stream(run).map(t -> t * t).toArray())
                .toArray(double[][]::new);
        Sigmas.assertNear(truth.moment(2), ours.mean(k, squares), 5);
        double ratio = truth.logZ() - Enumerated.ising(0.3).logZ();
        if (k != 0.3) {
            Sigmas.assertNear(ratio, ours.logRatio(0.3, k), 0.05);
        }
    }

    @Test
    void errorsCoverTheTruth() {
        double truth = Enumerated.ising(0.6).logZ() - Enumerated.ising(0.1).logZ();
        Coverage.of(1000, truth, seed -> new MultiHistogram(COUPLINGS, draws(240, seed), 1).logRatio(0.1, 0.6))
                .assertWithin(4, 3);
    }

    @Test
    void oneRunIsReweighted() {
        double[] draws = Enumerated.ising(0.4).draws(2400, 3);
        Reweighting one = Reweighting.of(draws, 0.05, 1);
        MultiHistogram ours = new MultiHistogram(new double[] {0.4}, new double[][] {draws}, 1);
        assertEquals(one.logRatio(), ours.logRatio(0.4, 0.45).mean(), 1e-10);
        assertEquals(one.mean(draws).mean(), ours.mean(0.45).mean(), 1e-10);
        assertEquals(one.size(), ours.size(0.45), 1e-6);
    }

    /** T = Σ x of n Gaussians at p ∝ exp(−x²/2 + θ x): ln Z = n θ²/2 and ⟨T⟩ = n θ, with values that never repeat. */
    @Test
    void theStatisticMayBeAnyNumber() {
        double[] couplings = {0, 0.4, 0.8, 1.2};
        SplittableRandom random = new SplittableRandom(4);
        double[][] draws = new double[4][2000];
        for (int run = 0; run < 4; run++) {
            double shift = 10 * couplings[run];
            Arrays.setAll(draws[run], _ -> shift + Math.sqrt(10) * random.nextGaussian());
        }
        MultiHistogram ours = new MultiHistogram(couplings, draws, 500);
        Sigmas.assertNear(5 * 1.44, ours.logRatio(0, 1.2), 0.1);
        Sigmas.assertNear(6, ours.mean(0.6), 0.1);
    }

    @Test
    void runsThatDoNotReachACouplingAreRefused() {
        MultiHistogram ours = new MultiHistogram(new double[] {0.1}, new double[][] {draws(1000, 5)[0]}, 200);
        Refused refused = assertThrows(Refused.class, () -> ours.mean(0.7));
        assertEquals("coupling", refused.path());
        assertTrue(refused.getMessage().contains("0.7"));
        assertThrows(IllegalArgumentException.class, () -> new MultiHistogram(COUPLINGS, new double[2][100], 1));
        assertThrows(IllegalArgumentException.class, () -> new MultiHistogram(new double[1], new double[1][9], 1));
    }
}
