package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void theMeanOfIndependentEstimatesHasTheErrorOfPropagation() {
        Estimate mean = Estimate.mean(List.of(new Estimate(1, 0.3, 2, 10), new Estimate(2, 0.4, 4, 5)));

        assertEquals(1.5, mean.mean());
        assertEquals(0.25, mean.stderr(), 1e-15);
        assertEquals(3, mean.tau());
        // Of one variance v, errors² are v/10 and v/5: that of the mean is their quarter.
        assertEquals(4 / (1 / 10.0 + 1 / 5.0), mean.size(), 1e-12);
    }

    /** Chains of one process, cut from one another, are worth as much as one of their joint length. */
    @Test
    void severalChainsAreWorthOneOfTheirJointLength() {
        int chains = 64;
        double squares = 0;
        for (int set = 0; set < 20; set++) {
            int first = set * chains;
            Estimate mean = Estimate.mean(IntStream.range(0, chains)
                    .mapToObj(chain -> binned(Autoregressive.series(0.5, 2000, first + chain)))
                    .toList());
            squares += mean.sigmas(0) * mean.sigmas(0) / 20;
            double truth = 2000.0 * chains / (2 * Autoregressive.tau(0.5));
            assertEquals(truth, mean.size(), 0.05 * truth);
        }
        // χ² of 20: 3σ is 0.95.
        assertEquals(1, squares, 0.95);
    }

    private static Estimate binned(double[] series) {
        Bins bins = new Bins(1);
        for (double each : series) {
            bins.add(new double[] {each});
        }
        return bins.estimate(0);
    }

    @Test
    void exactEstimatesAreExactTogetherIfTheyAgree() {
        Estimate same = Estimate.exact(0.1);

        assertEquals(0.1, Estimate.mean(List.of(same, same, same)).mean());
        assertEquals(0, Estimate.mean(List.of(same, same, same)).stderr());
        assertEquals(
                Double.POSITIVE_INFINITY,
                Estimate.mean(List.of(same, Estimate.exact(0.2))).stderr());
    }
}
