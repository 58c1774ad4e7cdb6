package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On draws of the energy of 4 × 4 Ising spins from its exact distribution: papers 8.1. */
class ReweightingTest {

    private static final double FROM = 0.4;
    private static final int LENGTH = 40_000;

    @ParameterizedTest
    @CsvSource({"0.3", "0.35", "0.4", "0.44068679350977147", "0.5"})
    void aRunAtOneCouplingKnowsTheNext(double k) {
        double[] draws = Enumerated.ising(FROM).draws(LENGTH, 7);
        Enumerated truth = Enumerated.ising(k);
        Reweighting ours = Reweighting.of(draws, k - FROM, 1000);
        Sigmas.assertNear(truth.mean(), ours.mean(draws), 0.3);
        Sigmas.assertNear(
                truth.moment(2), ours.mean(Arrays.stream(draws).map(t -> t * t).toArray()), 10);
        double ratio = truth.logZ() - Enumerated.ising(FROM).logZ();
        assertEquals(ratio, ours.logRatio(), 4 * Math.sqrt((LENGTH / ours.size() - 1) / LENGTH) + 1e-12);
    }

    @Test
    void theSizeIsThatOfTheExactWeights() {
        // n ⟨w⟩²/⟨w²⟩ = n Z(K′)² / Z(K) Z(2K′ − K).
        double k = 0.45;
        double exact = LENGTH
                * Math.exp(2 * Enumerated.ising(k).logZ()
                        - Enumerated.ising(FROM).logZ()
                        - Enumerated.ising(2 * k - FROM).logZ());
        double[] draws = Enumerated.ising(FROM).draws(LENGTH, 8);
        assertEquals(exact, Reweighting.of(draws, k - FROM, 1).size(), 0.02 * exact);
    }

    @Test
    void errorsCoverTheTruth() {
        double truth = Enumerated.ising(0.45).mean();
        Coverage.of(1000, truth, seed -> {
                    double[] draws = Enumerated.ising(FROM).draws(500, seed);
                    return Reweighting.of(draws, 0.05, 100).mean(draws);
                })
                .assertWithin(4, 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, -1000})
    void largeExponentsDoNotOverflow(double shift) {
        Reweighting ours = Reweighting.of(new double[] {-3, 1, 4, 4, -3}, shift, 1);
        assertEquals(2, ours.size(), 1e-12);
        assertEquals(shift > 0 ? 4000 + Math.log(0.4) : 3000 + Math.log(0.4), ours.logRatio(), 1e-9);
    }

    @Test
    void aShiftTooFarIsRefusedWithTheSizeThatIsLeft() {
        double[] draws = Enumerated.ising(0.1).draws(2000, 9);
        Refused refused = assertThrows(Refused.class, () -> Reweighting.of(draws, 0.5, 100));
        assertEquals("shift", refused.path());
        assertTrue(refused.getMessage().contains("0.5") && refused.getMessage().contains("100"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Reweighting.of(draws, 0, 1).mean(new double[3]));
    }
}
