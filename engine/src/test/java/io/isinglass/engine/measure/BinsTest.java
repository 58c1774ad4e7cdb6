package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinsTest {

    private static final int SEEDS = 400;
    private static final int LENGTH = 12_000;

    private static final Map<Double, List<Estimate>> ESTIMATES = new HashMap<>();

    private static Bins autoregressive(double rho, int n, long seed) {
        Bins bins = new Bins(1);
        for (double x : Autoregressive.series(rho, n, seed)) {
            bins.add(new double[] {x});
        }
        return bins;
    }

    /** The standard deviation of the mean of n of them: Σ_st ρ^|s−t| / n² under the root. */
    private static double exactError(double rho, int n) {
        double sum = n;
        for (int t = 1; t < n; t++) {
            sum += 2 * (n - t) * StrictMath.pow(rho, t);
        }
        return Math.sqrt(sum) / n;
    }

    /** The estimate of each seed's mean, whose truth is 0. A series is some 600 autocorrelation times long or longer. */
    private static List<Estimate> seeds(double rho) {
        return ESTIMATES.computeIfAbsent(
                rho,
                _ -> IntStream.range(0, SEEDS)
                        .mapToObj(seed -> autoregressive(rho, LENGTH, seed).estimate(0))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.8, 0.95})
    void theErrorIsThatOfTheMeanOfAnAutoregressiveSeries(double rho) {
        double truth = exactError(rho, LENGTH);
        double mean = 0;
        for (Estimate each : seeds(rho)) {
            mean += each.stderr() / SEEDS;
        }
        // Errors are widened for their own noise, by two in a hundred on six hundred autocorrelation times.
        assertEquals(1.02, mean / truth, 0.04);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.8, 0.95})
    void theAutocorrelationTimeIsTheIntegratedOne(double rho) {
        double truth = 0.5 * (1 + rho) / (1 - rho);
        double mean = 0;
        for (Estimate each : seeds(rho)) {
            mean += each.tau() / SEEDS;
            assertEquals(LENGTH / (2 * each.tau()), each.size(), 1e-6 * each.size());
        }
        assertEquals(1, mean / truth, 0.15);
    }

    @Test
    void theMeanIsThatOfAllMeasurementsAlsoOnALargeOffset() {
        Bins bins = new Bins(2);
        int n = 100_003;
        for (int t = 0; t < n; t++) {
            bins.add(new double[] {t, 1e9 + t % 2});
        }
        assertEquals((n - 1) / 2.0, bins.mean(0), 1e-9);
        assertEquals(1e9 + (n - 1) / 2.0 / n, bins.mean(1), 1e-6);
        assertEquals(n, bins.count());
        assertEquals(0.5 / Math.sqrt(n), bins.estimate(1).stderr(), 0.5 / Math.sqrt(n));
    }

    @Test
    void independentMeasurementsHaveTheTextbookError() {
        double[] values = new SplittableRandom(5).doubles(300).toArray();
        Bins bins = new Bins(1);
        double mean = 0;
        for (double value : values) {
            bins.add(new double[] {value});
            mean += value / values.length;
        }
        double spread = 0;
        for (double value : values) {
            spread += (value - mean) * (value - mean);
        }
        double textbook = Math.sqrt(spread / (values.length - 1) / values.length);
        Estimate ours = bins.estimate(0);
        assertEquals(mean, ours.mean(), 1e-12);
        assertEquals(textbook, ours.stderr(), 0.25 * textbook, "up to the bins' own noise");
        assertEquals(1, ours.stderr() / (Math.sqrt(2 * ours.tau()) * textbook), 0.02, "and little widened");
    }

    @Test
    void theJackknifeOfARatioHasTheErrorOfPropagation() {
        // r = ⟨y⟩/⟨x⟩, x = 2 + g, y = x + g′: σ² = (σ_y² + r² σ_x² − 2 r cov) / n x̄², σ_y² = 2, cov = 1, r = 1.
        double truth = Math.sqrt((2 + 1 - 2) / (4.0 * LENGTH));
        double mean = 0;
        double spread = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bins bins = new Bins(2);
            for (int t = 0; t < LENGTH; t++) {
                double x = 2 + random.nextGaussian();
                bins.add(new double[] {x, x + random.nextGaussian()});
            }
            Estimate ratio = bins.jackknife(means -> means[1] / means[0]);
            mean += ratio.stderr() / SEEDS;
            spread += (ratio.mean() - 1) * (ratio.mean() - 1) / SEEDS;
        }
        assertEquals(1, mean / truth, 0.05);
        assertEquals(1, Math.sqrt(spread) / truth, 4 / Math.sqrt(2.0 * SEEDS));
    }

    @Test
    void theJackknifeOfABinderCumulantHasTheErrorOfPropagation() {
        // Gaussian: 1 − ⟨x⁴⟩/3⟨x²⟩² = 0; gradient (2, −1/3), variances 2 and 96, covariance 12: σ² = 8/3n.
        double truth = Math.sqrt(8.0 / 3 / LENGTH);
        double mean = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bins bins = new Bins(2);
            for (int t = 0; t < LENGTH; t++) {
                double square = Math.pow(random.nextGaussian(), 2);
                bins.add(new double[] {square, square * square});
            }
            mean += bins.jackknife(m -> 1 - m[1] / (3 * m[0] * m[0])).stderr() / SEEDS;
        }
        assertEquals(1, mean / truth, 0.08);
    }

    @Test
    void theJackknifeOfAMeanIsTheErrorOfTheMean() {
        Bins bins = autoregressive(0.8, LENGTH, 3);
        Estimate direct = bins.estimate(0);
        Estimate jackknifed = bins.jackknife(means -> means[0]);
        assertEquals(direct.mean(), jackknifed.mean(), 1e-12);
        assertEquals(direct.stderr(), jackknifed.stderr(), 1e-12);
        assertTrue(jackknifed.stderr() < 2 * exactError(0.8, LENGTH));
    }

    @Test
    void memoryDoesNotGrowWithTheStream() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Bins bins = new Bins(1);
        double[] measurement = new double[1];
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 0; t < 3_000_000; t++) {
            measurement[0] = t & 7;
            bins.add(measurement);
        }
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 1 << 16, "took " + taken + " bytes");
        assertEquals(3.5, bins.mean(0), 1e-12);
    }

    @Test
    void meansOfBinsAreThoseOfTheirMeasurementsHoweverManyAreJoined() {
        Bins bins = new Bins(2);
        for (int t = 0; t < 1500; t++) {
            bins.add(new double[] {5, t});
        }
        assertEquals(4, bins.length());
        assertEquals(375, bins.means(1).length);
        double[] few = bins.means(1, 100);
        assertEquals(93, few.length, "three joined twice, and what is left over is left out");
        for (int bin = 0; bin < few.length; bin++) {
            assertEquals(16 * bin + 7.5, few[bin], 1e-9);
            assertEquals(5, bins.means(0, 100)[bin]);
        }
    }

    @Test
    void longStreamsAreBinnedAsShortOnesAre() {
        double truth = exactError(0.9, 1 << 20);
        Estimate ours = autoregressive(0.9, 1 << 20, 17).estimate(0);
        assertEquals(0, ours.mean(), 4 * ours.stderr());
        assertEquals(1, ours.stderr() / truth, 0.2);
        assertEquals(9.5, ours.tau(), 3.5);
    }

    @Test
    void fewMeasurementsHaveAnErrorThatSaysSo() {
        Bins bins = new Bins(1);
        bins.add(new double[] {3});
        assertEquals(Double.POSITIVE_INFINITY, bins.estimate(0).stderr());
        assertEquals(Double.POSITIVE_INFINITY, bins.jackknife(means -> means[0]).stderr());
        assertEquals(3, bins.estimate(0).mean());
        bins.add(new double[] {5});
        assertEquals(4, bins.estimate(0).mean());
        // The textbook's 1, widened as Student's t of so few degrees of freedom asks.
        assertTrue(bins.estimate(0).stderr() >= 1 && bins.estimate(0).stderr() < 2);
        assertEquals(
                bins.estimate(0).stderr(), bins.jackknife(means -> means[0]).stderr(), 1e-12);
    }

    @Test
    void aConstantIsExact() {
        Bins bins = new Bins(1);
        for (int t = 0; t < 2000; t++) {
            bins.add(new double[] {0.1});
        }
        assertEquals(0.1, bins.estimate(0).mean());
        assertEquals(0, bins.estimate(0).stderr());
        assertEquals(0, bins.jackknife(means -> means[0] * means[0]).stderr(), 1e-15);
    }
}
