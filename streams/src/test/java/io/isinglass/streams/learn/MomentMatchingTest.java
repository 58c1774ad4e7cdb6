package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentMatchingTest {

    private static final Couplings WRONG = new Couplings(0.15, 0, 0);

    @ParameterizedTest
    @CsvSource({"0.3, 0.1", "0.35, -0.15", "0.05, 0.4", "-0.2, 0.1"})
    void findsTheCouplingsWhoseSumOverAllStatesHasTheWantedMoments(double k, double h) {
        FourByFour truth = new FourByFour(k, h);
        List<Learned> run = run(truth, WRONG, 1, 300, 0);

        Estimate bond = Runs.last(run, "K");
        Estimate field = Runs.last(run, "h");
        assertTrue(bond.sigmas(k) < 4, bond + " is not K=" + k);
        assertTrue(field.sigmas(h) < 4, field + " is not h=" + h);
        assertTrue(bond.stderr() < 0.008, "the test can see that K is off by 0.03: " + bond);
        assertTrue(field.stderr() < 0.012, "the test can see that h is off by 0.05: " + field);
    }

    @Test
    void findsTheCouplingOfKaufmansEnergy() {
        double k = 0.3;
        double bondsPerSite = 0.70449907176966;
        Lattice lattice = new Lattice(32, 32, Boundary.TORUS);
        Task task = new Task(lattice, new Ising(), WRONG, Start.DISORDERED, 60, Optional.empty(), new Noise(5));
        List<Learned> run = Runs.of(
                task, each -> new MomentMatching(each, bondsPerSite / 2, 0), Runs.blind(60), new Pace(200, 0, 0), 11);

        Estimate bond = Runs.last(run, "K");
        assertTrue(bond.sigmas(k) < 4, bond + " is not K=" + k);
        assertTrue(bond.stderr() < 0.002, "the test can see that K is off by 0.008: " + bond);
        assertTrue(Runs.last(run, "h").sigmas(0) < 4, "no field");
    }

    @Test
    void errorsCoverTheTruthAsOftenAsTheySay() {
        FourByFour truth = new FourByFour(0.3, 0.1);
        double[] off = LongStream.range(0, 32)
                .mapToObj(seed -> Runs.last(run(truth, WRONG, 100 + seed, 80, 0), "K"))
                .mapToDouble(bond -> (bond.mean() - truth.k()) / bond.stderr())
                .toArray();

        double mean = mean(off);
        double square = mean(square(off));
        double sigma = Math.sqrt(2.0 / off.length);
        assertTrue(Math.abs(mean) < 4 / Math.sqrt(off.length), "no bias in units of the error: " + mean);
        assertTrue(square < 1 + 4 * sigma, "mean square of the error in its own units: " + square);
        assertTrue(square > 0.15, "errors are not vague: both couplings get the longer of two times τ: " + square);
    }

    @Test
    void epochsTooShortToShowTheirErrorsDoNotDriveItAway() {
        FourByFour truth = new FourByFour(0.3, 0.1);
        for (int seed = 100; seed < 116; seed++) {
            List<Learned> run = run(truth, WRONG, seed, 80, new Pace(50, 0, 0));
            double largest = run.stream()
                    .mapToDouble(learned ->
                            learned.sample().order().couplings().shared().at(Ising.BOND))
                    .max()
                    .orElseThrow();

            assertTrue(largest < 0.5, "K reached " + largest + " on its way to 0.3");
            assertTrue(Runs.last(run, "K").sigmas(truth.k()) < 4, "seed " + seed);
            assertTrue(Runs.last(run, "K").stderr() < 0.1, "seed " + seed);
        }
    }

    @Test
    void takesHardlyAStepWhereItIsAtTheGoalAlready() {
        FourByFour truth = new FourByFour(0.3, 0.1);
        List<Learned> run = run(truth, new Couplings(truth.k(), truth.h(), 0), 5, 400, 0);

        long steps = run.stream()
                .map(learned -> learned.sample().order().couplings().shared())
                .distinct()
                .count();
        assertTrue(steps <= 4, "a step is taken at the 1 % level: " + steps + " couplings in 400 epochs");
        assertTrue(Runs.last(run, "K").sigmas(truth.k()) < 4);
        assertTrue(Runs.last(run, "K").stderr() < 0.01);
        assertTrue(Runs.last(run, "gap.sigmas").mean() < 4);
    }

    @Test
    void theLagOfTheLoopOnlyDelaysIt() {
        FourByFour truth = new FourByFour(0.3, 0.1);
        List<Learned> run = run(truth, WRONG, 7, 300, 3);

        assertTrue(Runs.last(run, "K").sigmas(truth.k()) < 4);
        assertTrue(Runs.last(run, "K").stderr() < 0.01);
    }

    @Test
    void tellsTheGapAndNewtonsStep() {
        double[] bonds = {-9, 15, 2, 18, -16, 1, 14, 7};
        double[] sites = {1, 12, -7, 5, 2, -10, 3, 13};
        MomentMatching learner = new MomentMatching(task(WRONG, 2), 4.0 / 32, 2.5 / 16);
        learner.learn(sample(0, bonds, sites), Batch.none(0));
        Lesson lesson = learner.learn(sample(1, bonds, sites), Batch.none(1));

        double gap1 = 4 - mean(bonds);
        double gap2 = 2.5 - mean(sites);
        double c11 = mean(square(bonds)) - mean(bonds) * mean(bonds);
        double c22 = mean(square(sites)) - mean(sites) * mean(sites);
        double c12 = mean(product(bonds, sites)) - mean(bonds) * mean(sites);
        double determinant = c11 * c22 - c12 * c12;
        double step = (c22 * gap1 - c12 * gap2) / determinant;
        assertEquals(gap1 / 32, reading(lesson, "gap.bond_density").mean(), 1e-12);
        assertEquals(gap2 / 16, reading(lesson, "gap.magnetisation").mean(), 1e-12);
        assertTrue(Math.abs(step) < 0.05, "the step is within the reach of one: " + step);
        assertEquals(0.15 + step, reading(lesson, "K").mean(), 1e-12);
        assertEquals(WRONG, lesson.next().couplings().shared(), "below noise no step is taken");
    }

    @Test
    void leavesOutWhatWasSweptUnderOtherCouplings() {
        MomentMatching learner = new MomentMatching(task(WRONG, 2), 0.1, 0.1);
        double[] one = {1, 2, 3};
        learner.learn(sample(0, one, one), Batch.none(0));
        Order other = new Order(1, 3, ChainCouplings.all(new Couplings(0.3, 0, 0)), List.of(), false, false, false);
        Sample stale = new Sample(other, List.of(series(one, one)), List.of(), List.of());

        Estimate gap = reading(learner.learn(stale, Batch.none(1)), "gap.bond_density");
        assertEquals(Double.POSITIVE_INFINITY, gap.stderr(), "nothing is pooled yet");
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

        Refused refused = assertThrows(Refused.class, () -> new MomentMatching(task, 0, 0));
        assertTrue(refused.getMessage().contains("ising"), refused.getMessage());
    }

    private static List<Learned> run(FourByFour truth, Couplings from, long seed, int epochs, int lag) {
        return run(truth, from, seed, epochs, new Pace(100, lag, 0));
    }

    private static List<Learned> run(FourByFour truth, Couplings from, long seed, int epochs, Pace pace) {
        return Runs.of(
                task(from, epochs),
                task -> new MomentMatching(task, truth.bondDensity(), truth.magnetisation()),
                Runs.blind(epochs),
                pace,
                seed);
    }

    private static Task task(Couplings from, int epochs) {
        return new Task(
                FourByFour.LATTICE, new Ising(), from, Start.DISORDERED, epochs, Optional.empty(), new Noise(5));
    }

    private static Sample sample(long epoch, double[] bonds, double[] sites) {
        Order order = new Order(epoch, bonds.length, ChainCouplings.all(WRONG), List.of(), false, false, false);
        return new Sample(order, List.of(series(bonds, sites)), List.of(), List.of());
    }

    private static Series series(double[] bonds, double[] sites) {
        Series series = Series.zeros(bonds.length, 3);
        for (int row = 0; row < bonds.length; row++) {
            series.add(row, Ising.BOND, bonds[row]);
            series.add(row, Ising.FIELD, sites[row]);
        }
        return series;
    }

    private static Estimate reading(Lesson lesson, String key) {
        return lesson.readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow()
                .estimate();
    }

    private static double[] square(double[] values) {
        return product(values, values);
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            product[k] = a[k] * b[k];
        }
        return product;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
