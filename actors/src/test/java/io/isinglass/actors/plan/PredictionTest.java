package io.isinglass.actors.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Pair;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from constants by reckoning, here with constants that make the reckoning easy. */
class PredictionTest {

    private static final Fleet ALONE = new Fleet(1, 2, 8, 30, 30);

    /** A site costs 1 ns, everything else nothing but what is asked for. */
    private static Constants plain() {
        List<Rate> rates = List.of(new Rate("ising", "heat-bath", true, 2, 1024, Measured.exact(1000)));
        return Stream.of(Cost.values())
                .reduce(
                        new Constants("plain", rates, shipped()),
                        (all, cost) -> all.with(cost, Measured.exact(0)),
                        (a, _) -> a);
    }

    private static java.util.Map<Cost, Measured> shipped() {
        return Constants.shipped().costs();
    }

    private static Work work(int length, int parts, int sweeps, int lag) {
        return work(new Cut(new Lattice(length, length, Boundary.TORUS), parts, parts), sweeps, lag, 1);
    }

    private static Work work(Cut cut, int sweeps, int lag, int reach) {
        return new Work("ising", "heat-bath", true, Values.SPIN, 0.3, 3, cut, 1, sweeps, lag, reach);
    }

    private static Prediction of(Work work, Fleet fleet, Constants constants) {
        return Prediction.of(work, fleet, constants);
    }

    @Test
    void kernelsAloneGiveTheRateOfTheThreads() {
        Prediction plan = of(work(2048, 2, 10, 0), ALONE, plain());
        assertEquals(2e9 / (2048 * 2048), plan.sweepsPerSecond().value(), 1e-9);
        assertEquals(2e9, plan.updatesPerSecond().value(), 1e-3);
        assertEquals("kernel", plan.bottleneck());
        assertEquals(plan.sweepsPerSecond().low(), plan.sweepsPerSecond().high());
    }

    @Test
    void aBlockIsMovedByOneThread() {
        assertEquals(
                1e9 / (2048 * 2048),
                of(work(2048, 1, 10, 0), ALONE, plain()).sweepsPerSecond().value(),
                1e-9);
    }

    @Test
    void aCommitIsPaidOnceAnEpochUnlessEpochsAreGrantedAhead() {
        Constants constants = plain().with(Cost.COMMIT, Measured.exact(1e6));
        double sweep = 1024 * 1024 / 2.0;
        assertEquals(1e9 * 10 / (10 * sweep + 1e6), sweeps(work(1024, 2, 10, 0), constants), 1e-6);
        assertEquals(1e9 / sweep, sweeps(work(1024, 2, 10, 1), constants), 1e-6);
    }

    private static double sweeps(Work work, Constants constants) {
        return of(work, ALONE, constants).sweepsPerSecond().value();
    }

    @Test
    void blocksInsideHideTheWireAndBlocksAtTheEdgeDoNot() {
        Constants slow = plain().with(Cost.ROUND_TRIP, Measured.exact(200_000));
        Fleet two = new Fleet(2, 1, 8, 30, 30);
        // Eight by eight blocks, of which a node has four columns and two of these face the other node.
        double hidden = 1024 * 1024 / 2.0;
        assertEquals(
                1e9 / hidden,
                of(work(1024, 8, 1_000_000, 0), two, slow).sweepsPerSecond().value(),
                0.02 * 1e9 / hidden);
        // Two by two blocks: all face the other node.
        double seen = hidden + 2 * 100_000;
        assertEquals(
                1e9 / seen,
                of(work(1024, 2, 1_000_000, 0), two, slow).sweepsPerSecond().value(),
                1e-3 * 1e9 / seen);
    }

    @Test
    void blocksThatReachFarWaitSeldomerAndMoveTheirNeighboursRows() {
        Constants slow = plain().with(Cost.ROUND_TRIP, Measured.exact(200_000));
        Fleet two = new Fleet(2, 1, 8, 30, 30);
        Cut strips = new Cut(new Lattice(1024, 1024, Boundary.TORUS), 2, 1);
        double kernel = 1024 * 512 * (1 + 3 / 512.0);
        assertEquals(
                1e9 / (kernel + 0.5 * 100_000),
                of(work(strips, 1_000_000, 0, 4), two, slow).sweepsPerSecond().value(),
                1e-3 * 1e9 / kernel);
        // Three sweeps are six half-sweeps: a round before the first of them, and one before the fifth.
        Prediction.Halo halo = of(work(strips, 3, 0, 4), two, slow).halo();
        assertEquals(4, halo.stepsPerRound());
        assertEquals(1, halo.framesPerRoundPerNode());
        assertEquals(264 + 2 * (16 + 8 * 7 * 8), halo.largestFrame());
        assertEquals(Math.round(halo.largestFrame() * 2 / 3.0), halo.bytesPerSweepPerNode());
    }

    @Test
    void eachCostCanBecomeTheBottleneck() {
        Fleet two = new Fleet(2, 1, 8, 30, 30);
        Work work = work(1024, 2, 10, 0);
        assertEquals(
                "actors",
                of(work, two, plain().with(Cost.BLOCK_STEP, Measured.exact(1e9)))
                        .bottleneck());
        assertEquals(
                "halo latency",
                of(work, two, plain().with(Cost.ROUND_TRIP, Measured.exact(1e8)))
                        .bottleneck());
        assertEquals(
                "halo latency",
                of(work, two, plain().with(Cost.FRAME, Measured.exact(1e8))).bottleneck());
        assertEquals(
                "halo bandwidth",
                of(work, two, plain().with(Cost.WIRE_BYTE, Measured.exact(1e5))).bottleneck());
        assertEquals(
                "halo bandwidth",
                of(work, two, plain().with(Cost.FRAME_BYTE, Measured.exact(1e5)))
                        .bottleneck());
        assertEquals(
                "commit",
                of(work, two, plain().with(Cost.COMMIT, Measured.exact(1e9))).bottleneck());
        assertEquals(
                "snapshot",
                of(work, two, plain().with(Cost.SPIN_PACKED, Measured.exact(1e9)))
                        .bottleneck());
    }

    @Test
    void scatterOfTheConstantsIsScatterOfTheRate() {
        Constants constants = plain().with(Cost.BLOCK_STEP, new Measured(100_000, 0, 200_000));
        Estimate rate = of(work(1024, 2, 10, 0), ALONE, constants).sweepsPerSecond();
        double kernel = 1024 * 1024 / 2.0;
        assertEquals(1e9 / kernel, rate.high(), 1e-6);
        assertEquals(1e9 / (kernel + 4 * 100_000), rate.value(), 1e-6);
        assertEquals(1e9 / (kernel + 4 * 200_000), rate.low(), 1e-6);
    }

    @Test
    void aVaultThatIsTooSlowStretchesTheInterval() {
        Constants constants = plain().with(Cost.VAULT_BYTE_WRITTEN, Measured.exact(1e6));
        Prediction plan = of(work(1024, 2, 10, 0), ALONE, constants);
        assertEquals(
                plan.snapshots().bytesPerNode() * 1e-3,
                plan.snapshots().everySeconds().value(),
                1e-6);
    }

    @Test
    void recoveryIsDowningRestoringAndHalfAnInterval() {
        Constants constants = plain().with(Cost.DOWNING, Measured.exact(10e9))
                .with(Cost.VAULT_BYTE_READ, Measured.exact(1e3))
                .with(Cost.SPIN_UNPACKED, Measured.exact(100));
        Prediction plan = of(work(1024, 2, 10, 0), ALONE, constants);
        double restore = plan.snapshots().bytesPerNode() * 1e-6 + 1024 * 1024 * 100e-9 / 2;
        assertEquals(restore, plan.recovery().restoreSeconds().value(), 1e-9);
        assertEquals(10 + restore + 15, plan.recovery().meanSeconds().value(), 1e-9);
        assertEquals(10 + restore + 30, plan.recovery().worstSeconds().value(), 1e-9);
    }

    @Test
    void lengthsBetweenThoseMeasuredAreInterpolatedAndNoneIsExtrapolated() {
        List<Rate> rates = List.of(
                new Rate("ising", "heat-bath", true, 2, 64, Measured.exact(1000)),
                new Rate("ising", "heat-bath", true, 2, 1024, Measured.exact(200)),
                new Rate("ising", "heat-bath", false, 2, 1024, Measured.exact(9000)));
        Constants constants = new Constants("two", rates, shipped());
        assertEquals(1.0, constants.nanoseconds(work(32, 1, 1, 0), Luck.USUAL), 1e-12);
        assertEquals(0.6, constants.nanoseconds(work(256, 1, 1, 0), Luck.USUAL), 1e-12);
        assertEquals(0.2, constants.nanoseconds(work(8192, 1, 1, 0), Luck.USUAL), 1e-12);
    }

    @Test
    void whatDoesNotFitSaysHowManyNodesWouldDo() {
        Work large = work(1 << 16, 16, 10, 0);
        Refused refused = assertThrows(Refused.class, () -> of(large, new Fleet(1, 2, 1, 30, 30), plain()));
        assertTrue(refused.getMessage().endsWith("With 2 nodes like these it fits"), refused.getMessage());
        assertEquals(2, of(large, new Fleet(2, 2, 1, 30, 30), plain()).nodes());
    }

    @Test
    void aBlockThatNoNodeHasRoomForIsToldAsSuch() {
        Refused refused =
                assertThrows(Refused.class, () -> of(work(1 << 15, 2, 10, 0), new Fleet(4, 2, 0.05, 30, 30), plain()));
        assertTrue(refused.getMessage().contains("cut into more"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 7, 1000})
    void unevenSharesAreToldWithACutThatIsEven(int nodes) {
        Cut cut = new Cut(new Lattice(21_000, 21_000, Boundary.TORUS), 4, 4);
        Work work = work(cut, 10, 0, 1);
        Fleet fleet = new Fleet(nodes, 2, 8, 30, 30);
        Prediction plan = of(work, fleet, plain());
        assertTrue(plan.balance() < 1, "4 x 4 blocks on " + nodes + " nodes: " + plan.balance());
        String[] better = plan.betterCut().orElseThrow().split("x");
        Work even = work.with(new Cut(cut.lattice(), Integer.parseInt(better[0]), Integer.parseInt(better[1])));
        assertEquals(1, of(even, fleet, plain()).balance(), 1e-12, String.join("x", better));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 30, 30, '--nodes must be 1..10000, was 0'",
        "10001, 1, 1, 30, 30, '--nodes must be 1..10000, was 10001'",
        "1, 0, 1, 30, 30, '--cores must be 1..1024, was 0'",
        "1, 1, 0, 30, 30, '--memory must be 0.001..65536, was 0'",
        "1, 1, 1, 0, 30, '--snapshot-every must be 1..1000000, was 0'",
        "1, 1, 1, 30, 0, '--mtbf must be 0.001..1000000, was 0'"
    })
    void impossibleFleetsAreRefused(int nodes, int cores, double memory, double every, double days, String message) {
        assertEquals(
                message,
                assertThrows(Refused.class, () -> new Fleet(nodes, cores, memory, every, days))
                        .getMessage());
    }

    static Stream<Pair> local() {
        return Pair.local().filter(pair -> !pair.model().equals("phi4-network"));
    }

    /** A newcomer is measured unasked; the shipped table must then be measured again. */
    @ParameterizedTest
    @MethodSource("local")
    void theShippedConstantsKnowEveryKernelOfEveryModel(Pair pair) {
        var dynamics = pair.dynamics(0);
        Regular bonds = new Regular(dynamics.model().rings(), Weights.UNIFORM);
        for (int depth : new int[] {1, 64}) {
            Lattice lattice = new Lattice(depth, 64, 64, Boundary.TORUS, bonds);
            for (var kernel : List.of(dynamics.kernel(), Kernels.fastest(dynamics.kernel(), lattice))) {
                boolean fast = !kernel.equals(dynamics.kernel());
                Work work = new Work(
                        pair.model(),
                        pair.kernel(),
                        fast,
                        dynamics.model().values(),
                        1,
                        1,
                        Cut.whole(lattice),
                        1,
                        1,
                        0,
                        1);
                assertTrue(Constants.shipped().nanoseconds(work, Luck.USUAL) > 0.01);
            }
        }
    }

    @Test
    void constantsReadBackAsTheyWereWritten() {
        Constants shipped = Constants.shipped();
        assertEquals(shipped, Constants.parse("text", shipped.toJson()));
    }

    @ParameterizedTest
    @CsvSource({
        "'{', 'holds no constants'",
        "'{\"machine\": \"m\", \"kernels\": [], \"costs\": {}}', 'must have a cost'"
    })
    void aFileThatHoldsNoConstantsIsRefused(String text, String message) {
        Refused refused = assertThrows(Refused.class, () -> Constants.parse("mine.json", text));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertTrue(refused.getMessage().contains("mine.json"), refused.getMessage());
    }
}
