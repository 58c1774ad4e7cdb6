package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.States;
import io.isinglass.engine.model.Xy;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One site between neighbours that stand still has the distribution exp(θ·T), whatever kernel moves it. */
class ConditionalTest {

    /*
     * All sites of one colour move at once, and do not see each other: a field whose other colour stands at one value
     * is many copies of one site. Their histogram in bins of equal probability is compared by χ². Below, "once in a
     * million" is the 4.75σ point of the χ² distribution by Wilson and Hilferty.
     */

    private static final int ROWS = 200;
    private static final int COLUMNS = 300;
    private static final double SEEN = -0.7;
    private static final int BINS = 40;
    private static final double REACH = 40;

    static Stream<Arguments> pairsAndNeighbours() {
        return Pair.sampling()
                .filter(pair -> !pair.kernel().isGlobal())
                .flatMap(pair -> Stream.of(-1.5, 0.0, 0.5).map(neighbour -> Arguments.of(pair, neighbour)));
    }

    @ParameterizedTest
    @MethodSource("pairsAndNeighbours")
    void everyKernelLeavesTheConditionalOfTheDeclaredTermsInPlace(Pair pair, double neighbour) {
        double standing = pair.model().values() == Values.SPIN
                ? Math.signum(neighbour + 0.1)
                : pair.model() instanceof States ? Math.rint(neighbour + 1.6) : neighbour;
        assertConditional(pair, pair.couplings(), standing, pair.kernel() instanceof HeatBath ? 2 : 60);
    }

    @ParameterizedTest
    @CsvSource({
        // a, b, r: single well, shallow and deep double wells, strong fields, Gaussian, nearly Gaussian, nearly hard
        "1.0, 0.5, 0",
        "-1.0, 0.5, 0",
        "-4.0, 0.5, 0",
        "-4.0, 0.5, 0.2",
        "-4.0, 0.5, -30",
        "0.0, 0.25, 0",
        "0.0, 0.25, 1000",
        "2.0, 0.0, 0",
        "2.0, 0.0, -7",
        "2.0, 1e-9, 3",
        "-0.02, 1e-4, 0",
        "-500, 250, 0.3"
    })
    void theQuarticSiteIsDrawnExactly(double a, double b, double r) {
        assertConditional(Pair.of("phi4", "heat-bath"), new Couplings(0, a, b, r), 0, 3);
    }

    /** Offers are symmetric, so a Metropolis that never forgets a step is right where it mixes. */
    @ParameterizedTest
    @CsvSource({"1.0, 0.5, 0", "-1.0, 0.5, 0.2", "2.0, 0.0, -2", "0.0, 0.25, 3"})
    void theQuarticSiteMovesExactly(double a, double b, double r) {
        assertConditional(Pair.of("phi4", "metropolis"), new Couplings(0, a, b, r), 0, 80);
    }

    /** Rotors in weak and strong fields, drawn by rejection; h = 0 is uniform. */
    @ParameterizedTest
    @CsvSource({"0, 3", "1e-9, 3", "0.3, 3", "-2, 3", "20, 3", "-100, 3"})
    void theRotorIsDrawnExactly(double h, int sweeps) {
        assertConditional(Pair.of("xy", "heat-bath"), new Couplings(0, h), 0, sweeps);
    }

    @ParameterizedTest
    @CsvSource({
        "xy, heat-bath, 25, 1.1",
        "xy, metropolis, 0.8, 1.1",
        "potts, heat-bath, -40, 2",
        "clock, heat-bath, 30, 4"
    })
    void strongBondsAreFollowedExactly(String model, String kernel, double k, double standing) {
        assertConditional(Pair.of(model, kernel), new Couplings(k, 0.4), standing, kernel.equals("heat-bath") ? 2 : 60);
    }

    private static void assertConditional(Pair pair, Couplings couplings, double standing, int sweeps) {
        Patch patch = Patch.of(pair.lattice(1, ROWS, COLUMNS, Boundary.TORUS));
        double[] seen = new double[patch.sites()];
        Arrays.fill(seen, SEEN);
        ClearField field = new ClearField(patch, pair.model().values());
        field.show(seen);
        for (int y = -1; y <= ROWS; y++) {
            for (int x = -1; x <= COLUMNS; x++) {
                field.set(0, y, x, patch.colour(0, y, x) == 0 ? pair.model().ordered() : standing);
            }
        }
        for (int sweep = 0; sweep < sweeps; sweep++) {
            pair.kernel().move(field, couplings, new Noise(9).dice(0, sweep, 0), 0);
        }
        List<Double> copies = new ArrayList<>();
        Site site = field.sites(0, new Noise(0).dice(0, 0, 0));
        while (site.next()) {
            copies.add(site.value());
        }
        Site one = field.sites(0, new Noise(0).dice(0, 0, 0));
        assertTrue(one.next());
        DoubleUnaryOperator log = value -> logWeight(pair.model(), couplings, one, value);
        if (pair.model().values() == Values.SPIN) {
            assertShares(new double[] {-1, 1}, log, copies);
        } else if (pair.model() instanceof States states) {
            assertShares(IntStream.range(0, states.states()).asDoubleStream().toArray(), log, copies);
        } else {
            double reach = pair.model() instanceof Xy ? Math.PI : REACH;
            assertReals(new Quadrature(-reach, reach, log), copies);
        }
    }

    /** θ·T of the terms that the site is in, by the model's bonds and statistics. */
    private static double logWeight(Model model, Couplings couplings, Site site, double value) {
        site.set(value);
        double log = 0;
        for (int k = 0; k < couplings.values().length; k++) {
            int ring = model.terms().get(k).ring();
            double sum = ring < 0 ? model.statistic(k, site) : 0;
            for (int n = 0; ring >= 0 && n < site.neighbours(ring); n++) {
                sum += model.bond(k, value, site.neighbour(ring, n), site.right(ring, n));
            }
            log += couplings.at(k) * sum;
        }
        return log;
    }

    private static void assertShares(double[] states, DoubleUnaryOperator log, List<Double> copies) {
        double top = Arrays.stream(states).map(log).max().orElseThrow();
        double total = Arrays.stream(states)
                .map(s -> Math.exp(log.applyAsDouble(s) - top))
                .sum();
        for (double state : states) {
            double truth = Math.exp(log.applyAsDouble(state) - top) / total;
            double ours = copies.stream().filter(s -> s == state).count() / (double) copies.size();
            // 5σ: once in 1.7 million.
            assertEquals(truth, ours, 5 * Math.sqrt(truth * (1 - truth) / copies.size()) + 1e-12, "state " + state);
        }
    }

    private static void assertReals(Quadrature truth, List<Double> copies) {
        double[] counts = new double[BINS];
        for (double value : copies) {
            counts[Math.min(BINS - 1, (int) (BINS * truth.below(value)))]++;
        }
        double expected = copies.size() / (double) BINS;
        double chiSquare = 0;
        for (double count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        double limit = onceInAMillion(BINS - 1);
        double found = chiSquare;
        assertTrue(chiSquare < limit, () -> "χ² is " + found + ", expected " + (BINS - 1) + ", at most " + limit);
    }

    /** χ² of so many degrees of freedom exceeds this once in a million. */
    private static double onceInAMillion(int freedom) {
        double narrow = 2.0 / (9 * freedom);
        return freedom * Math.pow(1 - narrow + 4.75 * Math.sqrt(narrow), 3);
    }
}
