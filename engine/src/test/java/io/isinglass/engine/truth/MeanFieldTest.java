package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Gibbs–Bogoliubov–Feynman bound: its maximum, its climb, and that it is a bound. */
class MeanFieldTest {

    private static final Lattice TORUS = new Lattice(4, 4, Boundary.TORUS);
    private static final Pair ASCENT = Pair.of("mean-field", "coordinate-ascent");
    private static final double CRITICAL = 0.44068679350977147;

    @ParameterizedTest
    @CsvSource({
        "0.2, 0, 0.693147180560",
        "0.3, 0.658569660406, 0.717246793906",
        "0.4, 0.890643478561, 0.846662865561",
        "0.44068679350977147, 0.926518466241, 0.914047288919",
        "0.5, 0.957504024077, 1.019671067987",
        "0.6, 0.982234576001, 1.208543666128"
    })
    void coordinateAscentReachesTheMaximumOfTheBoundByAnyBlocks(double k, double m, double bound) {
        for (int blocks = 1; blocks <= 2; blocks++) {
            Couplings couplings = new Couplings(k, 0, 0);
            double[] ends =
                    last(observed(new Cut(TORUS, blocks, blocks), couplings, new double[0], Start.ORDERED, 300));
            assertEquals(m, ends[0], 1e-9);
            assertEquals(bound, ends[1], 1e-9);
            assertTrue(ends[1] <= Kaufman.torus(4, 4, k).logZ(), "a bound of ln Z/N");
            assertTrue(ends[1] <= Kaufman.torus(32, 32, k).logZ(), "also of a larger torus, where m is the same");
        }
    }

    /** J = 1 at temperature T in the field H: K = 1/T, h = H/T. */
    @ParameterizedTest
    @CsvSource({"3, 0.1, 0.800956798299", "4, 0.1, 0.406947965996", "5, 0.5, 0.390526682034"})
    void coordinateAscentReachesThePublishedMagnetisationInAField(double temperature, double field, double m) {
        Couplings couplings = new Couplings(1 / temperature, field / temperature, 0);
        for (int blocks = 1; blocks <= 2; blocks++) {
            double[] ends =
                    last(observed(new Cut(TORUS, blocks, blocks), couplings, new double[0], Start.ORDERED, 300));
            assertEquals(m, ends[0], 1e-9);
            double exact = Enumeration.of(TORUS, couplings.at(0), couplings.at(1), 0, new double[16])
                    .logZ();
            assertTrue(ends[1] <= exact / 16);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.6, 0.1, 0.3, CRITICAL, 0.8})
    void everySweepRaisesTheBoundOrLeavesIt(double k) {
        for (Lattice lattice : List.of(TORUS, new Lattice(3, 5, Boundary.OPEN))) {
            Couplings couplings = new Couplings(k, 0.05, 1.3);
            double[][] path =
                    observed(new Cut(lattice, 1, 1), couplings, Patterns.random(lattice, 8), Start.DISORDERED, 200);
            for (int sweep = 1; sweep < path.length; sweep++) {
                assertTrue(path[sweep][1] >= path[sweep - 1][1] - 1e-13, "falls at sweep " + sweep);
            }
            assertTrue(path[3][1] > path[0][1] + 1e-6, "and it does rise");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.6, 0.1, 0.3, CRITICAL, 0.8})
    void withLocalEvidenceTheBoundStaysBelowTheSumOverAllStates(double k) {
        for (Lattice lattice : List.of(TORUS, new Lattice(3, 4, Boundary.OPEN))) {
            double[] evidence = Patterns.random(lattice, 8);
            double exact = Enumeration.of(lattice, k, 0.05, 1.3, evidence).logZ() / lattice.sites();
            Couplings couplings = new Couplings(k, 0.05, 1.3);
            double[] ends = last(observed(new Cut(lattice, 1, 2), couplings, evidence, Start.EVIDENCE, 400));
            assertTrue(ends[1] <= exact, ends[1] + " is above " + exact);
            assertTrue(ends[1] > exact - 0.15, "the bound is a good one: " + ends[1] + " of " + exact);
        }
    }

    /** At K = 0 the bound is ln Z itself, and each mean is that of its own spin. */
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.4, 3})
    void withoutBondsTheBoundIsTight(double weight) {
        Lattice lattice = new Lattice(3, 4, Boundary.OPEN);
        double[] evidence = Patterns.random(lattice, 8);
        double exact = Enumeration.of(lattice, 0, 0.2, weight, evidence).logZ() / 12;
        double[] ends =
                last(observed(new Cut(lattice, 1, 1), new Couplings(0, 0.2, weight), evidence, Start.DISORDERED, 1));
        assertEquals(exact, ends[1], 1e-13);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5})
    void coordinateAscentEndsWhereEachMeanIsTheBestGivenItsNeighbours(double k) {
        Lattice lattice = new Lattice(3, 4, Boundary.OPEN);
        double[] evidence = Patterns.random(lattice, 8);
        Mosaic mosaic = ASCENT.mosaic(new Cut(lattice, 1, 1), 1, evidence, 1);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.run(500, new Couplings(k, 0.1, 0.9));
        Field field = mosaic.tiles().getFirst().field(0);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                double pull = inside(field, y - 1, x)
                        + inside(field, y + 1, x)
                        + inside(field, y, x - 1)
                        + inside(field, y, x + 1);
                double best = StrictMath.tanh(k * pull + 0.1 + 0.9 * evidence[4 * y + x]);
                assertEquals(best, field.at(0, y, x), 1e-12);
            }
        }
    }

    private static double inside(Field field, int y, int x) {
        return y < 0 || y >= 3 || x < 0 || x >= 4 ? 0 : field.at(0, y, x);
    }

    /*
     * A step ρ leaves a variance of order ρ in the natural parameter, which tanh bends into a bias of that order: so m
     * is within 4σ and 0.3 ρ, where ρ is that of the middle of the measured half.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.3333333333333333, 0.03333333333333333", "0.1, 0.3"})
    void theBlackBoxComesToTheSameMaximum(double k, double h) {
        Couplings couplings = new Couplings(k, h, 0);
        double truth = last(observed(new Cut(TORUS, 1, 1), couplings, new double[0], Start.ORDERED, 300))[0];

        Kernel blackBox = Kernels.CATALOG
                .make("black-box", Map.of("delay", 20, "decay", 0.9))
                .apply(ASCENT.model());
        Cut cut = new Cut(new Lattice(16, 16, Boundary.TORUS), 2, 2);
        Mosaic mosaic = new Mosaic(cut, new Dynamics(ASCENT.model(), blackBox, new Noise(3)), 1);
        mosaic.restart(0, Start.ORDERED);
        mosaic.run(5000, couplings);
        Series series = mosaic.run(5000, couplings).getFirst();
        Bins bins = new Bins(1);
        for (int sweep = 0; sweep < series.sweeps(); sweep++) {
            bins.add(new double[] {series.value(sweep, 1) / 256});
        }
        Estimate ours = bins.estimate(0);
        double bias = 0.3 * Math.pow(1 + 7500 / 20.0, -0.9);
        assertEquals(truth, ours.mean(), 4 * ours.stderr() + bias);
        assertTrue(ours.stderr() < 0.0005, () -> "known to " + ours.stderr());
        assertTrue(ours.stderr() > 0, "it is sampled");
    }

    private static double[] last(double[][] path) {
        return path[path.length - 1];
    }

    /** Magnetisation and bound a site, after each sweep of coordinate ascent. */
    private static double[][] observed(Cut cut, Couplings couplings, double[] evidence, Start start, int sweeps) {
        Mosaic mosaic = ASCENT.mosaic(cut, 1, evidence, 1);
        mosaic.restart(0, start);
        Series series = mosaic.run(sweeps, couplings).getFirst();
        List<Observable> direct =
                ASCENT.model().observables(cut.lattice(), couplings).direct();
        double[][] path = new double[sweeps][];
        for (int sweep = 0; sweep < sweeps; sweep++) {
            double[] row = series.row(sweep);
            path[sweep] = new double[] {named(direct, "magnetisation", row), named(direct, "elbo", row)};
        }
        return path;
    }

    private static double named(List<Observable> direct, String name, double[] row) {
        return direct.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .of()
                .applyAsDouble(row);
    }
}
