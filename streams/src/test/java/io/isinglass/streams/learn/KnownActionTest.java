package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4Next;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of Bachtis, Aarts and Lucini (2021) on a torus of 4 x 4 sites. The truths are from Gauss quadrature with a
 * transfer matrix (A₃), from direct simulations of the target (A₄), and from a minimisation with other code (the optimum).
 */
class KnownActionTest {

    private static final Lattice LATTICE = new Lattice(1, 4, 4, Boundary.TORUS, new Regular(2, Weights.UNIFORM));

    private static final Couplings THREE = new Couplings(1, 0, 1.52425, 0.175, 0);
    private static final Couplings FOUR = new Couplings(1, 1, 1.52425, 0.175, 0);
    private static final String START = "w=0.5 a=1.2 b=0.3";

    private static List<Lesson> three;
    private static List<Lesson> four;

    @BeforeAll
    static void runs() {
        Map<String, Object> complex = Map.of(
                "theory",
                "w a b",
                "guess",
                START,
                "imaginary",
                "a=0.15",
                "scan",
                "v",
                "chains",
                64,
                "least_ess",
                0.001);
        three = run(THREE, complex, 30, 500, 2021);
        four = run(FOUR, complex, 40, 500, 2021);
    }

    private static List<Lesson> run(Couplings target, Map<String, Object> options, int epochs, int rows, long seed) {
        Learner learner = Learners.CATALOG.make("known-action", options).apply(task(target, epochs));
        FieldOfSixteen field = new FieldOfSixteen(learner.chains().size(), seed);
        List<Lesson> lessons = new ArrayList<>();
        ChainCouplings at = learner.start().couplings();
        for (int epoch = 0; epoch < epochs; epoch++) {
            Order order = new Order(epoch, rows, at, List.of(), false, false, false);
            Sample sample = new Sample(order, field.rows(rows, at.shared()), List.of(), List.of());
            Lesson lesson = learner.learn(sample, Batch.none(epoch));
            lessons.add(lesson);
            at = lesson.next().couplings();
        }
        return lessons;
    }

    private static Task task(Couplings target, int epochs) {
        return new Task(
                LATTICE, new Phi4Next(1.5), target, Start.ORDERED, epochs, java.util.Optional.empty(), new Noise(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {START, "w=0.2 a=2 b=0.05", "w=1.3 a=-0.3 b=0.6", "w=-0.4 a=0 b=1"})
    void anActionOfTheFamilyIsFoundInOneStepFromAnywhere(String start) {
        List<Lesson> run = run(THREE, Map.of("theory", "w a b", "guess", start), 12, 40, 7);

        List<Couplings> path = run.stream()
                .map(lesson -> lesson.next().couplings().shared())
                .distinct()
                .toList();
        assertEquals(2, path.size(), "the start and the target");
        for (int k = 0; k < THREE.values().length; k++) {
            assertEquals(THREE.at(k), path.getLast().at(k), 1e-8, "coupling " + k);
        }
        assertEquals(1, last(run, "target.ess").mean(), 1e-9);
        assertEquals(0, last(run, "target.kl").mean(), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"w, 1.388, 0.002, 0.003", "a, -0.370, 0.005, 0.008", "b, 0.2224, 0.0002, 0.0005"})
    void theBestTheoryWithoutDiagonalsIsFound(String coupling, double truth, double known, double sigma) {
        Estimate found = last(four, "optimum." + coupling);

        near(truth, known, found);
        assertTrue(found.stderr() < sigma, "the test can see " + found);
        double at = last(four, "at." + coupling).mean();
        assertEquals(truth, at, 10 * sigma, "the theory that is held is near it");
    }

    @Test
    void theBestTheoryIsAsCloseAsItIsKnownToBe() {
        near(0.0593, 0.0002, last(four, "target.kl"));
        assertTrue(last(four, "target.kl").stderr() < 0.001);
        near(0.116, 0.0005, last(four, "variance"));
        assertTrue(last(four, "variance").stderr() < 0.002);
        assertEquals(0.870, last(four, "target.ess").mean(), 0.01);
        assertEquals(1, last(four, "theory.ess").mean(), 1e-12);
    }

    /** F_A − F lies between ⟨A − S⟩ under the target and under the theory. */
    @Test
    void theBoundsHold() {
        double above = last(four, "bound").mean();
        double truth = -last(four, "target.log_z").mean();
        double below = last(four, "target.bound").mean();

        assertTrue(below < truth && truth < above, below + " < " + truth + " < " + above);
        assertEquals(last(four, "target.kl").mean(), above - truth, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "target.phi2, 6.95535, 0.00015, 0.0015",
        "target.phi4, 49.9987, 0.0021, 0.02",
        "target.abs_magnetisation, 2.62601, 0.00003, 0.0003",
        "target.bond_density, 6.90064, 0.00015, 0.0015",
        "target.diagonal_density, 6.90032, 0.00015, 0.0015",
        "target.action, -8.25044, 0.00006, 0.0005",
        "target.virial, 1, 0, 0.008",
        "scan.0.phi2, 6.08412, 0.00025, 0.05",
        "scan.0.abs_magnetisation, 2.45304, 0.00005, 0.01",
        "scan.3.phi2, 6.95535, 0.00015, 0.0015",
        "scan.6.phi2, 7.82437, 0.00024, 0.05",
        "scan.6.abs_magnetisation, 2.78761, 0.00004, 0.01",
        "complex.phase, 0.59468, 0.00017, 0.0015",
        "complex.phi2, 6.95573, 0.00026, 0.002",
        "complex.phi2_im, -0.43307, 0.00026, 0.002"
    })
    void expectationValuesAreThoseOfTheTarget(String key, double truth, double known, double sigma) {
        near(truth, known, last(four, key));
        assertTrue(last(four, key).stderr() < sigma, "the test can see " + last(four, key));
    }

    @ParameterizedTest
    @CsvSource({
        "target.phi2, 0.8519407, 0.00001, 0.0025",
        "target.phi4, 1.4110653, 0.00001, 0.006",
        "target.bond_density, 0.6462217, 0.00001, 0.003",
        "target.virial, 1, 0, 0.004",
        "complex.phase, 0.61441, 0.00005, 0.0015",
        "complex.phi2, 0.73165, 0.00005, 0.004",
        "complex.phi2_im, -0.41190, 0.00005, 0.002",
        "complex.phi4, 1.00971, 0.00005, 0.01",
        "complex.phi4_im, -0.98525, 0.00005, 0.006",
        "complex.bond_density, 0.51520, 0.00005, 0.005",
        "complex.bond_density_im, -0.43147, 0.00005, 0.003"
    })
    void expectationValuesUnderAComplexActionAreThoseOfQuadrature(
            String key, double truth, double known, double sigma) {
        near(truth, known, last(three, key));
        assertTrue(last(three, key).stderr() < sigma, "the test can see " + last(three, key));
    }

    /** From the critical theory the target with diagonals is out of reach: nothing is told of it but how far. */
    @Test
    void whatIsOutOfReachIsNotTold() {
        Map<String, Object> options = Map.of("theory", "w a b", "hold", 0.99, "chains", 64, "imaginary", "a=0.15");
        List<Lesson> run = run(FOUR, options, 3, 200, 1);

        assertTrue(last(run, "target.ess").mean() < 0.001, last(run, "target.ess") + " of the sample");
        for (String key : List.of("target.phi2", "target.kl", "complex.phase", "complex.phi2", "complex.phi2_im")) {
            assertEquals(Estimate.unknown(), last(run, key), key);
        }
        assertTrue(last(run, "theory.phi2").sigmas(0.8519407) < 4, "the theory itself is told");
    }

    /** The phases of the complex action cancel, so that of the sample counts 0.38; the real one is the theory. */
    @Test
    void theShareBelowWhichNothingIsToldIsAskedFor() {
        Map<String, Object> options = Map.of("theory", "w a b", "chains", 16, "imaginary", "a=0.15", "least_ess", 0.5);
        List<Lesson> run = run(THREE, options, 6, 400, 1);

        assertEquals(0.6144 * 0.6144, last(run, "complex.ess").mean(), 0.05);
        assertEquals(Estimate.unknown(), last(run, "complex.phi2"));
        assertEquals(Estimate.unknown(), last(run, "complex.phase"));
        assertTrue(last(run, "target.phi2").sigmas(0.8519407) < 4, "the real target is told");
    }

    @Test
    void aPlotTellsThePathAndTheOverlap() {
        List<Drawing> plots = four.getLast().drawings();

        assertEquals(
                Stream.of("couplings", "overlap", "scan.phi2").toList(),
                plots.stream()
                        .map(Drawing::name)
                        .filter(name -> !name.startsWith("scan") || name.equals("scan.phi2"))
                        .toList());
        Plot overlap = (Plot) plots.get(1);
        for (Plot.Curve curve : overlap.curves()) {
            double mean = 0;
            double area = 0;
            double width = curve.x()[1] - curve.x()[0];
            for (int cell = 0; cell < curve.x().length; cell++) {
                mean += curve.x()[cell] * curve.y()[cell] * width;
                area += curve.y()[cell] * width;
            }
            assertEquals(1, area, 1e-9);
            String of = curve.name().equals("theory") ? "theory.action" : "target.action";
            assertEquals(last(four, of).mean(), mean, 0.01, curve.name());
        }
    }

    @Test
    void asksForWhatItCanDo() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("theory", "w q"),
                Map.of("guess", "q=1"),
                Map.of("theory", "w a b", "guess", "v=1"),
                Map.of("guess", "b=-1"),
                Map.of("theory", "w a"),
                Map.of("guess", "w=1 w=2"),
                Map.of("imaginary", "a"),
                Map.of("observables", "phi3"))) {
            assertThrows(Refused.class, () -> run(FOUR, wrong, 4, 4, 1), wrong.toString());
        }
    }

    private static void near(double truth, double known, Estimate found) {
        double sigma = Math.sqrt(found.stderr() * found.stderr() + known * known);
        assertEquals(truth, found.mean(), 4 * sigma, () -> found + " is not " + truth);
    }

    private static Estimate last(List<Lesson> run, String key) {
        return run.getLast().readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow()
                .estimate();
    }
}
