package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.math.Odds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeliefTest {

    /** Where ½ (w − m)ᵀ P⁻¹ (w − m) − ln p(s) is least: w − m = P f (s − tanh w·f), and P⁻¹ grows by (1 − tanh²) f fᵀ. */
    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.5, -1", "9, 1", "400, -1", "400, 1"})
    void aStepGoesToTheTop(double variance, double spin) {
        Belief belief = new FullBelief(new double[] {variance, 0, 0, 4});
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

    /** Features of a field and four ties, of which the first three are 1 or −1 at once, nearly always. */
    private static double[][] alike(int count) {
        SplittableRandom lot = new SplittableRandom(2);
        double[][] records = new double[count][];
        for (int at = 0; at < count; at++) {
            double one = lot.nextBoolean() ? 1 : -1;
            records[at] = new double[] {1, one, one, lot.nextInt(10) == 0 ? -one : one, lot.nextBoolean() ? 1 : -1};
        }
        return records;
    }

    /** What the whole covariance of four ties and of what they have in common comes to after a record; then its diagonal is kept. */
    @Test
    void withoutCovariancesItForgetsThemAfterEachRecord() {
        DiagonalBelief belief =
                new DiagonalBelief(List.of(new Features.Group(0, 1, 1, 0), new Features.Group(1, 4, 0.3, 0.05)));
        double[] means = new double[6];
        double[] variances = {1, 0.3, 0.3, 0.3, 0.3, 0.05};
        double[][] records = alike(60);
        for (int at = 0; at < records.length; at++) {
            double[] f = Arrays.copyOf(records[at], 6);
            f[5] = f[1] + f[2] + f[3] + f[4];
            double spin = at % 3 == 0 ? 1 : -1;
            double[] prior = new double[36];
            for (int k = 0; k < 6; k++) {
                prior[7 * k] = variances[k];
            }
            FullBelief full = new FullBelief(prior);
            double z = IntStream.range(0, 6).mapToDouble(k -> means[k] * f[k]).sum();
            full.learn(spin, f, Odds.at(z));
            belief.learn(spin, records[at], Odds.at(belief.at(records[at])));
            for (int k = 0; k < 6; k++) {
                means[k] += full.mean(k);
                variances[k] = full.variance(k);
            }
            for (int k = 0; k < 5; k++) {
                assertEquals(means[k] + (k > 0 ? means[5] : 0), belief.mean(k), 1e-12);
                assertEquals(variances[k] + (k > 0 ? variances[5] : 0), belief.variance(k), 1e-12);
            }
        }
    }

    /** However large features are: where spins are what the first feature says, it foresees them, and runs nowhere. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 30, 1000})
    void noStepLeapsOver(double size) {
        Belief belief = new DiagonalBelief(List.of(new Features.Group(0, 1, 1, 0), new Features.Group(1, 4, 4, 4)));
        double worst = 0;
        for (double[] f : alike(400)) {
            for (int k = 1; k < 5; k++) {
                f[k] *= size;
            }
            double spin = Math.signum(f[1]);
            Odds odds = Odds.at(belief.at(f));
            belief.learn(spin, f, odds);
            worst = Math.max(worst, Math.abs(odds.z()));
        }
        double[] last = {1, size, size, size, size};
        assertTrue(belief.at(last) > 1, "it has learned: " + belief.at(last));
        assertTrue(worst < 40, "it has run to " + worst);
    }

    /** Where ½ (w − m)²/P + λ |w|/√P is least, found by trying. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 4, 1",
        "-0.5, 4, 1",
        "0.5, 4, 1.5",
        "0.5, 4, 2",
        "-0.5, 4, 2.5",
        "0.5, 4, 3",
        "3, 0.25, 2",
        "-3, 0.25, 2",
        "0.9, 1, 0.9"
    })
    void aTieIsHeldWhereItsOddsAndItsPenaltyBalance(double mean, double variance, double strength) {
        FullBelief all = new FullBelief(new double[] {1, 0, 0, variance});
        Belief sparse = new SparseBelief(all, 1, strength);
        double[] f = {0, 1};
        for (int at = 0; at < 3; at++) {
            sparse.learn(Math.signum(mean), f, Odds.at(sparse.at(f)));
        }
        double m = all.mean(1);
        double p = all.variance(1);
        double best = IntStream.rangeClosed(-20_000, 20_000)
                .mapToObj(step -> step / 4000.0)
                .min(Comparator.comparingDouble(w -> (w - m) * (w - m) / 2 / p + strength * Math.abs(w) / Math.sqrt(p)))
                .orElseThrow();
        assertEquals(best, sparse.mean(1), 2.6e-4);
        assertEquals(best == 0, sparse.mean(1) == 0);
        assertEquals(sparse.mean(1) * 0.7, sparse.at(new double[] {0, 0.7}), 1e-15);
        assertEquals(all.mean(0), sparse.mean(0), "a field is no tie");
    }
}
