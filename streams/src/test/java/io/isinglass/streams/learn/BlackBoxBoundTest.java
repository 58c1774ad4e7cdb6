package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Table 4b of the papers, and rows with a field: β = 1/T, K = β, h = β H. */
class BlackBoxBoundTest {

    private static final int RUNS = 16;

    @ParameterizedTest
    @CsvSource({
        "0.3, 0, 0.658569660406",
        "0.4, 0, 0.890643478561",
        "0.5, 0, 0.957504024077",
        "0.3333333333333333, 0.1, 0.800956798299",
        "0.25, 0.1, 0.406947965996",
        "0.2, 0.5, 0.390526682034"
    })
    void climbsToTheMeanField(double beta, double field, double m) {
        double elbo = bound(beta, field, m);
        double exact = new FourByFour(beta, beta * field).logZ() / 16;
        Bins means = new Bins(1);
        Bins bounds = new Bins(1);
        for (int seed = 0; seed < RUNS; seed++) {
            List<Learned> run = run(beta, field, seed);
            means.add(new double[] {Runs.last(run, "mean_averaged").mean()});
            bounds.add(new double[] {Runs.last(run, "elbo").mean()});
            for (Estimate told : Runs.told(run, "elbo")) {
                assertTrue(told.mean() < exact + 5 * told.stderr(), told + " is above ln Z/N = " + exact);
            }
        }

        Estimate mean = means.estimate(0);
        assertTrue(mean.sigmas(m) < 4, mean + " is not m=" + m);
        assertTrue(mean.stderr() < 0.004, "the test can see that m is off by 0.016: " + mean);
        Estimate bound = bounds.estimate(0);
        assertTrue(bound.sigmas(elbo) < 4, bound + " is not the bound " + elbo);
        assertTrue(bound.stderr() < 0.0025, "the test can see that the bound is off by 0.01: " + bound);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.658569660406, 0.717246793906, 0.799095207857",
        "0.4, 0.890643478561, 0.846662865561, 0.910068313990",
        "0.5, 0.957504024077, 1.019671067987, 1.069085444921"
    })
    void theFormulasOfThisTestGiveTheTable(double beta, double m, double elbo, double exact) {
        assertEquals(elbo, bound(beta, 0, m), 1e-9);
        assertEquals(exact, new FourByFour(beta, 0).logZ() / 16, 1e-9);
    }

    @Test
    void theErrorOfTheBoundIsThatOfItsScatter() {
        Bins off = new Bins(1);
        for (int seed = 0; seed < 40; seed++) {
            Estimate first = Runs.told(run(0.4, 0, 100 + seed, 1), "elbo").getFirst();
            double truth = bound(0.4, 0.5);
            off.add(new double[] {Math.pow((first.mean() - truth) / first.stderr(), 2)});
        }

        assertEquals(1, off.mean(0), 4 * Math.sqrt(2.0 / 40), "mean square of the error in its own units");
    }

    @Test
    void needsTheIsingModel() {
        Task task = new Task(
                FourByFour.LATTICE,
                new Phi4(1.5),
                new Couplings(1, 1, 1, 0),
                Start.ORDERED,
                1,
                Optional.empty(),
                new Noise(5));

        Refused refused = assertThrows(Refused.class, () -> new BlackBoxBound(task, 0.5, 10, 0.7));
        assertTrue(refused.getMessage().contains("ising"), refused.getMessage());
    }

    /** ln 2 cosh λ − λ m + 2 K m² + h m at the fixed point λ = 4 K m + h. */
    private static double bound(double beta, double field, double m) {
        double lambda = beta * (4 * m + field);
        return Math.log(2 * Math.cosh(lambda)) - 2 * beta * m * m;
    }

    /** The bound of any λ, without a field. */
    private static double bound(double beta, double lambda) {
        double m = Math.tanh(lambda);
        return Math.log(2 * Math.cosh(lambda)) - lambda * m + 2 * beta * m * m;
    }

    private static List<Learned> run(double beta, double field, long seed) {
        return run(beta, field, seed, 250);
    }

    private static List<Learned> run(double beta, double field, long seed, int epochs) {
        Couplings couplings = new Couplings(beta, beta * field, 0);
        Task task = new Task(
                FourByFour.LATTICE, new Ising(), couplings, Start.DISORDERED, epochs, Optional.empty(), new Noise(5));
        return Runs.of(
                task, each -> new BlackBoxBound(each, 0.5, 10, 0.7), Runs.blind(epochs), new Pace(200, 0, 0), seed);
    }
}
