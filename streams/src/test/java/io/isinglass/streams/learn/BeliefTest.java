package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.math.Odds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeliefTest {

    /** Where ½ (w − m)ᵀ P⁻¹ (w − m) − ln p(s) is least: w − m = P f (s − tanh w·f), and P⁻¹ grows by (1 − tanh²) f fᵀ. */
    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.5, -1", "9, 1", "400, -1", "400, 1"})
    void aStepGoesToTheTop(double variance, double spin) {
        Belief belief = new Belief(new double[] {variance, 0, 0, 4});
        double[] first = {0.3, -2};
        belief.learn(1, first, Odds.at(belief.at(first)));
        double[] means = {belief.mean(0), belief.mean(1)};
        double[] f = {1, 0};
        double before = belief.variance(0);
        belief.learn(spin, f, Odds.at(belief.at(f)));

        double z = belief.mean(0);
        assertEquals(before * (spin - Math.tanh(z)), z - means[0], 1e-9 * (1 + before));
        double curvature = 1 - Math.tanh(z) * Math.tanh(z);
        assertEquals(1 / (1 / before + curvature), belief.variance(0), 1e-9 * before);
    }
}
