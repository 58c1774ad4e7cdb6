package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Ising;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceGapTest {

    private static final double[] SEEN = {100, 9, 7, 8, 12, 9, 11};
    private static final double[] AGREEMENT = {-50, 4, 5, 3, 6, 5, 7};
    private static final double[] FREE = {-100, 3, 1, 2, 6, 5, 1};

    private final EvidenceGap gap = EvidenceGap.of(series(SEEN, AGREEMENT), series(FREE, new double[7]), 1);

    @Test
    void theGradientIsTheDifferenceOfTheMeansSinceTheFirstRow() {
        assertEquals(56 / 6.0 - 18 / 6.0, gap.gradient(), 1e-12);
        assertEquals(30 / 6.0, gap.agreement().mean(), 1e-12);
    }

    @Test
    void variancesAreThoseOfASampleSinceTheFirstRow() {
        assertEquals(variance(SEEN), gap.seenVariance(), 1e-12);
        assertEquals(variance(FREE), gap.freeVariance(), 1e-12);
    }

    @Test
    void theNoiseIsThatOfBothChains() {
        double noise = Math.sqrt(gap.seen().stderr() * gap.seen().stderr()
                + gap.free().stderr() * gap.free().stderr());

        assertEquals(noise, gap.noise(), 1e-12);
        assertEquals(error(SEEN, 1, 7), gap.seen().stderr(), 1e-12);
        assertEquals(error(FREE, 1, 7), gap.free().stderr(), 1e-12);
    }

    @Test
    void theDriftIsTheDifferenceOfTheHalvesOfTheFreeChainInSigmas() {
        double first = (3 + 1 + 2) / 3.0;
        double second = (6 + 5 + 1) / 3.0;
        assertEquals((second - first) / Math.hypot(error(FREE, 1, 4), error(FREE, 4, 7)), gap.drift(), 1e-12);
    }

    @Test
    void aFrozenChainThatJumpsDriftsAtMost99Sigmas() {
        double[] jump = {0, 5, 5, 5, 9, 9, 9};
        double[] still = {0, 5, 5, 5, 5, 5, 5};

        assertEquals(
                99,
                EvidenceGap.of(series(SEEN, AGREEMENT), series(jump, jump), 1).drift());
        assertEquals(
                0,
                EvidenceGap.of(series(SEEN, AGREEMENT), series(still, jump), 1).drift());
    }

    @Test
    void oneSweepTellsAGradientOfUnknownError() {
        EvidenceGap one = EvidenceGap.of(series(SEEN, AGREEMENT), series(FREE, FREE), 6);

        assertEquals(11 - 1, one.gradient());
        assertTrue(Double.isInfinite(one.noise()));
        assertEquals(0, one.freeVariance());
    }

    /** The variance since row 1. */
    private static double variance(double[] values) {
        double[] kept = Arrays.copyOfRange(values, 1, values.length);
        double mean = Arrays.stream(kept).average().orElseThrow();
        return Arrays.stream(kept).map(value -> (value - mean) * (value - mean)).sum() / (kept.length - 1);
    }

    private static double error(double[] values, int from, int to) {
        Bins bins = new Bins(1);
        Arrays.stream(values, from, to).forEach(value -> bins.add(new double[] {value}));
        return bins.estimate(0).stderr();
    }

    private static Series series(double[] bonds, double[] agreement) {
        Series series = Series.zeros(bonds.length, 3);
        IntStream.range(0, bonds.length).forEach(row -> {
            series.add(row, Ising.BOND, bonds[row]);
            series.add(row, Ising.EVIDENCE, agreement[row]);
        });
        return series;
    }
}
