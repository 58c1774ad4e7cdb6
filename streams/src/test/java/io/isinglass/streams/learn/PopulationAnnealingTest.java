package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationAnnealingTest {

    private static final double COLDEST = 1.25;

    @Test
    void freeEnergyAndEnergyAreThoseOfTheSumOverAllStatesAtEveryTemperature() {
        List<Learned> run = glass(512, 26, 3);
        List<Estimate> gains = Runs.told(run, "log_z_gain");
        List<Estimate> energies = Runs.told(run, "energy");

        for (int epoch = 0; epoch < 26; epoch++) {
            double k = COLDEST * epoch / 25;
            assertEquals(k, Runs.told(run, "factor").get(epoch).mean(), 1e-12);
            Estimate gain = gains.get(epoch);
            double exact = Glass.logZ(k) - Glass.SITES * Math.log(2);
            assertEquals(exact, gain.mean(), 4 * gain.stderr() + 1e-12, "ln Z at " + k);
            assertTrue(gain.stderr() < 0.2, "the test can see a step of the wrong size");
            Estimate energy = energies.get(epoch);
            assertEquals(Glass.energy(k), energy.mean(), 4 * energy.stderr(), "energy at " + k);
            assertTrue(energy.stderr() < 0.03, "the test can see a bias of one part in fifty");
        }
        assertEquals(0, gains.getFirst().mean());
        assertEquals(512, Runs.told(run, "families").getFirst().mean());
    }

    /** ln Z a site of the square lattice of 8 x 8 sites at the critical point: 0.93971532482921 (Kaufman 1949). */
    @Test
    void freeEnergyIsThatOfKaufmanAtTheCriticalPoint() {
        Couplings critical = new Couplings(Math.log1p(Math.sqrt(2)) / 2, 0, 0);
        Lattice lattice = new Lattice(8, 8, Boundary.TORUS);
        Task task = new Task(lattice, new Ising(), critical, Start.ORDERED, 21, Optional.empty(), new Noise(3));
        List<Learned> run =
                Runs.of(task, given -> new PopulationAnnealing(given, 256, 0, 1), Runs.blind(21), new Pace(4, 0, 0), 8);

        Estimate gain = Runs.last(run, "log_z_gain");
        assertEquals(64 * (0.93971532482921 - Math.log(2)), gain.mean(), 4 * gain.stderr());
        assertTrue(gain.stderr() < 0.4, "2.5 % of the gain: " + gain);
        Estimate energy = Runs.last(run, "energy");
        assertEquals(-1.4915891074397, energy.mean(), 4 * energy.stderr());
        assertTrue(energy.stderr() < 0.03);
    }

    /** The squares of 30 errors in units of what the jackknife says scatter about 1: by χ² of 30 within 4σ. */
    @Test
    void theJackknifeOverFamiliesSaysHowFarOffTheFreeEnergyIs() {
        double squares = 0;
        int runs = 30;
        for (int seed = 0; seed < runs; seed++) {
            Estimate gain = Runs.last(glass(64, 12, 100 + seed), "log_z_gain");
            double off = gain.sigmas(Glass.logZ(COLDEST) - Glass.SITES * Math.log(2));
            squares += off * off / runs;
        }
        assertEquals(1, squares, 4 * Math.sqrt(2.0 / runs));
    }

    private static List<Learned> glass(int replicas, int epochs, long seed) {
        Task task = new Task(
                Glass.LATTICE,
                new Ising(),
                new Couplings(1, 0, 0),
                Start.ORDERED,
                epochs,
                Optional.empty(),
                new Noise(seed));
        return Runs.of(
                task,
                given -> new PopulationAnnealing(given, replicas, 0, COLDEST),
                Runs.blind(epochs),
                new Pace(3, 0, 0),
                seed);
    }

    /** No chain has a whole copy more or less than its weight says, and who is copied is still there to be copied. */
    @Test
    void copiesAreAsManyAsTheWeightSays() {
        double[] sums = {0, 1, 2, 3, 0, 3, 2.5, -4, 1.5, 3};
        double step = 1.0 / 4;
        double total = 0;
        for (double sum : sums) {
            total += Math.exp(step * sum);
        }
        for (int seed = 0; seed < 200; seed++) {
            Learner learner = new PopulationAnnealing(TwoLevels.task(5, seed), sums.length, 0, 1);
            Lesson lesson = learner.learn(sample(learner, sums), Batch.none(0));
            int[] copies = new int[sums.length];
            for (int chain = 0; chain < sums.length; chain++) {
                copies[lesson.next().source(chain).orElse(chain)]++;
            }
            for (int chain = 0; chain < sums.length; chain++) {
                double wanted = sums.length * Math.exp(step * sums[chain]) / total;
                assertTrue(Math.abs(copies[chain] - wanted) < 1, copies[chain] + " copies for " + wanted);
            }
            lesson.next()
                    .copies()
                    .values()
                    .forEach(source -> assertTrue(lesson.next().source(source).isEmpty()));
            Lesson then = learner.learn(sample(learner, sums), Batch.none(1));
            Estimate gain = TwoLevels.reading(then, "log_z_gain").estimate();
            assertEquals(Math.log(total / sums.length), gain.mean(), 1e-12, "the mean weight of the step");
            IntStream families = IntStream.of(copies).filter(size -> size > 0);
            assertEquals(
                    (double) families.count(),
                    TwoLevels.reading(then, "families").estimate().mean());
            double squares = IntStream.of(copies).map(size -> size * size).sum();
            assertEquals(
                    squares / sums.length,
                    TwoLevels.reading(then, "rho_t").estimate().mean(),
                    1e-12);
        }
    }

    /** θ·T of a large lattice is larger than the exponent of any double. */
    @ParameterizedTest
    @ValueSource(doubles = {1e6, -1e6})
    void weightsOfALargeLatticeAreNeitherInfiniteNorAllNothing(double size) {
        double[] sums = {size, size, size + 4, size};
        Learner learner = new PopulationAnnealing(TwoLevels.task(2, 1), sums.length, 0, 1);
        Lesson first = learner.learn(sample(learner, sums), Batch.none(0));
        Lesson second = learner.learn(sample(learner, sums), Batch.none(1));

        assertFalse(first.next().copies().isEmpty());
        assertTrue(first.next().copies().values().stream().allMatch(source -> source == 2), "the heaviest is copied");
        double exact = size + Math.log((3 + Math.exp(4)) / 4);
        Estimate gain = TwoLevels.reading(second, "log_z_gain").estimate();
        assertEquals(exact, gain.mean(), 1e-9 * Math.abs(size));
    }

    private static Sample sample(Learner learner, double[] sums) {
        List<Series> series = new ArrayList<>();
        for (double sum : sums) {
            Series one = Series.zeros(2, 3);
            one.add(0, Ising.BOND, -sum);
            one.add(1, Ising.BOND, sum);
            series.add(one);
        }
        Order order = new Order(0, 2, learner.start().couplings(), List.of(), false, false, false);
        return new Sample(order, series, List.of(), List.of());
    }
}
