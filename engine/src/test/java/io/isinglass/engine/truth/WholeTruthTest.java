package io.isinglass.engine.truth;

import static io.isinglass.engine.Sampled.assertNear;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters, trajectories and mirrors against enumeration, Kaufman, quadrature and each other. */
class WholeTruthTest {

    private static final double CRITICAL = ExactIsingTest.CRITICAL;
    private static final Lattice SMALL = new Lattice(4, 4, Boundary.TORUS);

    private static Couplings at(double k) {
        return new Couplings(k, 0, 0);
    }

    /** Published moments of m and Kaufman's energy and specific heat. */
    @ParameterizedTest
    @CsvSource({
        "wolff, 4, 0.44068679350977147, 0.843860444813, 0.761358908569, 0.617199318412",
        "swendsen-wang, 4, 0.44068679350977147, 0.843860444813, 0.761358908569, 0.617199318412",
        "wolff, 8, 0.3, 0.273980814328, 0.111572716885, 0.182712875221",
        "swendsen-wang, 8, 0.3, 0.273980814328, 0.111572716885, 0.182712875221",
        "wolff, 8, 0.44068679350977147, 0.777331092787, 0.646911574994, 0.613045384943",
        "swendsen-wang, 8, 0.44068679350977147, 0.777331092787, 0.646911574994, 0.613045384943",
        "wolff, 8, 0.5, 0.911452266143, 0.841671184622, 0.654618649250",
        "swendsen-wang, 8, 0.5, 0.911452266143, 0.841671184622, 0.654618649250"
    })
    void clustersHaveThePublishedMoments(
            String kernel, int length, double k, double absMean, double square, double binder) {
        Lattice lattice = new Lattice(length, length, Boundary.TORUS);
        Sampled ours = Sampled.by(Pair.of("ising", kernel), at(k), Run.whole(lattice, 4, 10_000));
        Kaufman truth = Kaufman.torus(length, length, k);
        ours.assertNear(absMean, "abs_magnetisation", 0.005);
        ours.assertNear(square, "magnetisation_squared", 0.005);
        ours.assertNear(binder, "binder", 0.015);
        ours.assertNear(truth.u(), "energy", 0.008);
        ours.assertNear(truth.c(), "specific_heat", 0.03);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wolff", "swendsen-wang"})
    void clustersHaveKaufmansEnergyOn32By32AtTheCriticalPoint(String kernel) {
        Lattice lattice = new Lattice(32, 32, Boundary.TORUS);
        Sampled ours = Sampled.by(Pair.of("ising", kernel), at(CRITICAL), Run.whole(lattice, 2, 6000));
        Kaufman truth = Kaufman.torus(32, 32, CRITICAL);
        ours.assertNear(truth.u(), "energy", 0.003);
        ours.assertNear(truth.c(), "specific_heat", 0.1);
    }

    /** The whole distribution of the energy, by the published number of states at each, and of |m|: χ² of far-apart sweeps. */
    @ParameterizedTest
    @CsvSource({"wolff, 8", "swendsen-wang, 8", "heat-bath, 30"})
    void theHistogramsAreThoseOfAllStates(String kernel, int apart) {
        Map<Integer, Double> energies = new TreeMap<>();
        Map<Integer, Double> orders = new TreeMap<>();
        for (int state = 0; state < 1 << 16; state++) {
            int bonds = 0;
            for (int site = 0; site < 16; site++) {
                int right = site & ~3 | site + 1 & 3;
                bonds += (state >>> site & 1) == (state >>> right & 1) ? 1 : -1;
                bonds += (state >>> site & 1) == (state >>> (site + 4 & 15) & 1) ? 1 : -1;
            }
            double weight = Math.exp(CRITICAL * bonds);
            energies.merge(bonds, weight, Double::sum);
            orders.merge(Math.abs(2 * Integer.bitCount(state) - 16), weight, Double::sum);
        }
        int[][] seen = seen(kernel, SMALL, apart, 5000);
        assertDistribution(energies, seen[0]);
        assertDistribution(orders, seen[1]);
    }

    /** Σ s s′ and |Σ s|, of every so manieth sweep. */
    private static int[][] seen(String kernel, Lattice lattice, int apart, int count) {
        Mosaic mosaic = Pair.of("ising", kernel).mosaic(Cut.whole(lattice), 1, new double[0], 77);
        mosaic.restart(0, Start.ORDERED);
        mosaic.run(20 * apart, at(CRITICAL));
        int[][] seen = new int[2][count];
        for (int k = 0; k < count; k++) {
            Series series = mosaic.run(apart, at(CRITICAL)).getFirst();
            seen[0][k] = (int) series.value(apart - 1, 0);
            seen[1][k] = (int) Math.abs(series.value(apart - 1, 1));
        }
        return seen;
    }

    private static void assertDistribution(Map<Integer, Double> weights, int[] seen) {
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int value : seen) {
            counts.merge(value, 1, Integer::sum);
        }
        double chiSquare = 0;
        double rareExpected = 0;
        double rareSeen = 0;
        int classes = 0;
        for (Map.Entry<Integer, Double> entry : weights.entrySet()) {
            double expected = entry.getValue() / total * seen.length;
            double found = counts.getOrDefault(entry.getKey(), 0);
            if (expected < 20) {
                rareExpected += expected;
                rareSeen += found;
            } else {
                chiSquare += (found - expected) * (found - expected) / expected;
                classes++;
            }
        }
        if (rareExpected > 1) {
            chiSquare += (rareSeen - rareExpected) * (rareSeen - rareExpected) / rareExpected;
            classes++;
        }
        assertTrue(classes > 4, "there are classes to compare: " + classes);
        assertChiSquare(chiSquare, classes - 1);
    }

    /** The 4σ point of χ² by Wilson and Hilferty. */
    private static void assertChiSquare(double found, int freedom) {
        double narrow = 2.0 / (9 * freedom);
        double limit = freedom * Math.pow(1 - narrow + 4 * Math.sqrt(narrow), 3);
        assertTrue(found < limit, () -> "χ² is " + found + " of " + freedom + ", at most " + limit);
    }

    /** 8×8 at the critical point: two samples of equal size, χ² = Σ (a − b)²/(a + b). */
    @ParameterizedTest
    @CsvSource({"wolff, 12", "swendsen-wang, 12"})
    void clustersEqualTheHeatBathInDistribution(String kernel, int apart) {
        Lattice lattice = new Lattice(8, 8, Boundary.TORUS);
        int[][] ours = seen(kernel, lattice, apart, 1500);
        int[][] theirs = seen("heat-bath", lattice, 150, 1500);
        assertSame(ours[0], theirs[0], 16);
        assertSame(ours[1], theirs[1], 8);
    }

    private static void assertSame(int[] ours, int[] theirs, int width) {
        Map<Integer, int[]> counts = new TreeMap<>();
        for (int k = 0; k < ours.length; k++) {
            counts.computeIfAbsent(Math.floorDiv(ours[k], width), _ -> new int[2])[0]++;
            counts.computeIfAbsent(Math.floorDiv(theirs[k], width), _ -> new int[2])[1]++;
        }
        double chiSquare = 0;
        int classes = 0;
        for (int[] pair : counts.values()) {
            if (pair[0] + pair[1] > 20) {
                chiSquare += (double) (pair[0] - pair[1]) * (pair[0] - pair[1]) / (pair[0] + pair[1]);
                classes++;
            }
        }
        assertTrue(classes > 4, "there are classes to compare: " + classes);
        assertChiSquare(chiSquare, classes);
    }

    /** A cluster, or a sweep of them, forgets at once what the heat bath takes hundreds of sweeps to forget. */
    @Test
    void clustersDoNotSlowDownAtTheCriticalPoint() {
        double local = memory("heat-bath", 16_000);
        for (String kernel : new String[] {"wolff", "swendsen-wang"}) {
            double tau = memory(kernel, 4000);
            assertTrue(20 * tau < local, () -> kernel + " forgets in " + tau + " sweeps, the heat bath in " + local);
        }
    }

    /** The integrated autocorrelation time of m² on 32×32, summed up to six times itself (Sokal's window). */
    private static double memory(String kernel, int sweeps) {
        Lattice lattice = new Lattice(32, 32, Boundary.TORUS);
        Mosaic mosaic = Pair.of("ising", kernel).mosaic(Cut.whole(lattice), 1, new double[0], 77);
        mosaic.restart(0, Start.ORDERED);
        mosaic.run(sweeps / 10, at(CRITICAL));
        Series series = mosaic.run(sweeps, at(CRITICAL)).getFirst();
        double[] squares = new double[sweeps];
        double mean = 0;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            squares[sweep] = series.value(sweep, 1) * series.value(sweep, 1);
            mean += squares[sweep] / sweeps;
        }
        double tau = 0.5;
        double variance = covariance(squares, mean, 0);
        for (int lag = 1; lag < 6 * tau; lag++) {
            tau += covariance(squares, mean, lag) / variance;
        }
        return tau;
    }

    private static double covariance(double[] values, double mean, int lag) {
        double sum = 0;
        for (int at = lag; at < values.length; at++) {
            sum += (values[at] - mean) * (values[at - lag] - mean);
        }
        return sum / (values.length - lag);
    }

    static Stream<Arguments> fieldsAndRows() {
        return Stream.of("over-relaxation", "hmc", "wolff", "swendsen-wang")
                .flatMap(kernel -> Stream.of(
                        // a, b, phi^2, phi^4, nn, M^2, S/V
                        Arguments.of(kernel, 1.52425, 0.175, 0.8519407, 1.4110653, 0.6462217, 0.6215033, 0.2530636),
                        Arguments.of(kernel, 1.65, 0.125, 0.866485, 1.52180, 0.655075, 0.628786, 0.309775),
                        Arguments.of(kernel, 2.125, 0.025, 0.4085253, 0.4823921, 0.1961179, 0.1704370, 0.4879402)));
    }

    @ParameterizedTest
    @MethodSource("fieldsAndRows")
    void fourByFourIsAsTheQuadratureSays(
            String kernel, double a, double b, double square, double fourth, double bond, double order, double action) {
        Sampled ours = Sampled.by(Pair.of("phi4", kernel), new Couplings(1, a, b, 0), Run.whole(SMALL, 4, 12_000));
        ours.assertNear(square, "phi2", 0.01);
        ours.assertNear(fourth, "phi4", 0.03);
        ours.assertNear(bond, "bond_density", 0.01);
        ours.assertNear(order, "magnetisation_squared", 0.01);
        ours.assertNear(action, "action", 0.004);
        ours.assertNear(1, "virial", 0.008);
        ours.assertNear(0, "magnetisation", 0.04);
    }

    /** Steps so long that many trajectories are turned down: it is that which keeps the distribution. */
    @Test
    void coarseTrajectoriesAreCorrected() {
        Pair pair = Pair.of("phi4", "hmc", Map.of("steps", 2, "length", 1.2));
        Sampled ours = Sampled.by(pair, new Couplings(1, 2.125, 0.025, 0), Run.whole(SMALL, 4, 10_000));
        ours.assertNear(0.4085253, "phi2", 0.005);
        ours.assertNear(0.4823921, "phi4", 0.012);
        ours.assertNear(0.4879402, "action", 0.004);
        ours.assertNear(1, "virial", 0.008);
    }

    /** Spins take a heat bath in between where that is asked for, and so do clusters by the dozen. */
    @ParameterizedTest
    @CsvSource({"wolff, clusters, 12", "wolff, heat-bath-every, 3", "swendsen-wang, heat-bath-every, 2"})
    void optionsLeaveTheDistributionInPlace(String kernel, String option, int value) {
        Lattice lattice = new Lattice(8, 8, Boundary.TORUS);
        Pair pair = Pair.of("ising", kernel, Map.of(option, value));
        Sampled ours = Sampled.by(pair, at(CRITICAL), Run.whole(lattice, 4, 4000));
        ours.assertNear(0.777331092787, "abs_magnetisation", 0.005);
        ours.assertNear(Kaufman.torus(8, 8, CRITICAL).u(), "energy", 0.008);
    }

    /** In a source and with bonds of either sign, on an odd, open lattice: Schwinger and Dyson, and the heat bath. */
    @ParameterizedTest
    @CsvSource({
        "over-relaxation, 0.8, -0.3, 0.4, 0.1",
        "over-relaxation, -0.5, 1, 0.2, -0.4",
        "over-relaxation, 0.3, 0.9, 0, 0.5",
        "hmc, 0.8, -0.3, 0.4, 0.1",
        "hmc, 0.3, 0.9, 0, 0.5",
        "wolff, 0.8, -0.3, 0.4, 0.1",
        "wolff, -0.5, 1, 0.2, -0.4",
        "swendsen-wang, 0.8, -0.3, 0.4, 0.1",
        "swendsen-wang, -0.5, 1, 0.2, -0.4"
    })
    void aFieldInASourceIsThatOfTheHeatBath(String kernel, double w, double a, double b, double r) {
        Lattice lattice = new Lattice(3, 5, Boundary.OPEN);
        Couplings couplings = new Couplings(w, a, b, r);
        Sampled ours = Sampled.by(Pair.of("phi4", kernel), couplings, Run.whole(lattice, 4, 5000));
        Sampled theirs = Sampled.by(Pair.of("phi4", "heat-bath"), couplings, Run.whole(lattice, 4, 5000));
        ours.assertNear(1, "virial", 0.015);
        for (String name : new String[] {"magnetisation", "phi2", "bond_density", "abs_magnetisation"}) {
            double error = Math.hypot(ours.of(name).stderr(), theirs.of(name).stderr());
            double apart = ours.of(name).mean() - theirs.of(name).mean();
            assertTrue(Math.abs(apart) < 4 * error, () -> name + ": " + ours.of(name) + " and " + theirs.of(name));
            assertTrue(error < 0.08, () -> name + " is known to " + error);
        }
    }

    /** A free field in a uniform source: ⟨φ⟩ = r/m². */
    @ParameterizedTest
    @ValueSource(strings = {"over-relaxation", "hmc", "wolff", "swendsen-wang"})
    void aSourceShiftsTheFreeField(String kernel) {
        Sampled ours = Sampled.by(Pair.of("phi4", kernel), new Couplings(1, 2.5, 0, -0.75), Run.whole(SMALL, 4, 6000));
        assertNear(-0.75, ours.of("magnetisation"), "magnetisation", 0.015);
        ours.assertNear(0.263492063492 + 0.5625, "phi2", 0.03);
        ours.assertNear(1, "virial", 0.02);
    }
}
