package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnealingTest {

    private static final int EPOCHS = 40;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itFindsTheGroundStateOfASpinGlass(boolean geometric) {
        List<Learned> run = run(geometric);

        assertEquals(Glass.ground(), Runs.last(run, "best_energy").mean(), 1e-12);
        assertTrue(Glass.ground() > -2, "the bonds are frustrated");
        Picture best = run.getLast().lesson().pictures().getFirst();
        assertEquals("best", best.name());
        assertEquals(Glass.ground(), energy(best.values()), 1e-12, "and shows it");
    }

    @Test
    void energiesFallAndAreNeverBelowTheBest() {
        List<Learned> run = run(false);
        List<Estimate> best = Runs.told(run, "best_energy");
        List<Estimate> mean = Runs.told(run, "mean_energy");
        List<Estimate> residual = Runs.told(run, "residual");

        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            assertTrue(
                    epoch == 0 || best.get(epoch).mean() <= best.get(epoch - 1).mean());
            assertEquals(
                    mean.get(epoch).mean() - best.get(epoch).mean(),
                    residual.get(epoch).mean(),
                    1e-12);
            assertTrue(residual.get(epoch).mean() >= 0);
        }
        Estimate hot = mean.getFirst();
        assertEquals(Glass.energy(0.1), hot.mean(), 4 * hot.stderr(), "the first epoch is in equilibrium");
        assertTrue(hot.stderr() < 0.1);
        assertTrue(residual.getLast().mean() < 0.1, "at last");
    }

    @Test
    void factorsGrowFromTheFirstToTheLastByStepsOrRatios() {
        for (boolean geometric : List.of(true, false)) {
            List<Learned> run = run(geometric);
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                double part = epoch / (EPOCHS - 1.0);
                double truth = geometric ? 0.1 * Math.pow(30, part) : 0.1 + 2.9 * part;
                assertEquals(truth, Runs.told(run, "factor").get(epoch).mean(), 1e-12);
                assertEquals(
                        truth,
                        run.get(epoch).sample().order().couplings().shared().at(Ising.BOND),
                        1e-12);
            }
        }
    }

    private static List<Learned> run(boolean geometric) {
        Task task = new Task(
                Glass.LATTICE,
                new Ising(),
                new Couplings(1, 0, 0),
                Start.DISORDERED,
                EPOCHS,
                Optional.empty(),
                new Noise(1));
        return Runs.of(
                task, given -> new Annealing(given, 20, 0.1, 3, geometric), Runs.blind(EPOCHS), new Pace(5, 0, 0), 6);
    }

    private static double energy(float[] spins) {
        Weights weights = ((io.isinglass.engine.lattice.Regular) Glass.LATTICE.bonds()).weights();
        double sum = 0;
        for (int site = 0; site < Glass.SITES; site++) {
            int right = site / 4 * 4 + (site + 1) % 4;
            int down = (site + 4) % Glass.SITES;
            sum += weights.of(site / 4, site % 4, Side.EAST) * spins[site] * spins[right];
            sum += weights.of(site / 4, site % 4, Side.SOUTH) * spins[site] * spins[down];
        }
        return -sum / Glass.SITES;
    }
}
