package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Noise;
import java.util.Arrays;
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

    private static final Patch PATCH = Patch.of(new Lattice(200, 300, Boundary.TORUS));
    private static final int COPIES = PATCH.sites() / 2;
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
        double standing = pair.model().values() == Values.SPIN ? Math.signum(neighbour + 0.1) : neighbour;
        assertConditional(pair, pair.couplings(), standing, 60);
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

    private static void assertConditional(Pair pair, Couplings couplings, double standing, int sweeps) {
        double[] seen = new double[PATCH.sites()];
        Arrays.fill(seen, SEEN);
        ClearField field = new ClearField(PATCH, pair.model().values());
        field.show(seen);
        for (int y = -1; y <= PATCH.rows(); y++) {
            for (int x = -1; x <= PATCH.columns(); x++) {
                field.set(0, y, x, (x + y & 1) == 0 ? pair.model().ordered() : standing);
            }
        }
        for (int sweep = 0; sweep < sweeps; sweep++) {
            pair.kernel().move(field, couplings, new Noise(9).dice(0, sweep, 0), 0);
        }
        if (pair.model().values() == Values.SPIN) {
            assertSpins(pair, couplings, 4 * standing, field);
        } else {
            assertReals(pair, couplings, 4 * standing, field);
        }
    }

    private static double logWeight(Pair pair, Couplings couplings, double pull, double value) {
        double log = couplings.at(0) * pull * value;
        for (int term = 1; term < couplings.values().length; term++) {
            log += couplings.at(term) * pair.model().statistic(term, value, SEEN);
        }
        return log;
    }

    private static void assertSpins(Pair pair, Couplings couplings, double pull, ClearField field) {
        double up = Math.exp(logWeight(pair, couplings, pull, 1));
        double down = Math.exp(logWeight(pair, couplings, pull, -1));
        double truth = up / (up + down);
        double ours = 0;
        for (int y = 0; y < PATCH.rows(); y++) {
            for (int x = y & 1; x < PATCH.columns(); x += 2) {
                ours += field.at(0, y, x) > 0 ? 1.0 / COPIES : 0;
            }
        }
        // 5σ: once in 1.7 million.
        assertEquals(truth, ours, 5 * Math.sqrt(truth * (1 - truth) / COPIES));
    }

    private static void assertReals(Pair pair, Couplings couplings, double pull, ClearField field) {
        Quadrature truth = new Quadrature(-REACH, REACH, value -> logWeight(pair, couplings, pull, value));
        double[] counts = new double[BINS];
        for (int y = 0; y < PATCH.rows(); y++) {
            for (int x = y & 1; x < PATCH.columns(); x += 2) {
                counts[Math.min(BINS - 1, (int) (BINS * truth.below(field.at(0, y, x))))]++;
            }
        }
        double expected = COPIES / (double) BINS;
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
