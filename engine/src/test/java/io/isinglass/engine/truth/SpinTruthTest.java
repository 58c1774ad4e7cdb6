package io.isinglass.engine.truth;

import static io.isinglass.engine.Sampled.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spins against enumeration, Kaufman and published moments, within 4σ. */
class SpinTruthTest {

    static Stream<Arguments> spinPairsAndLattices() {
        List<Cut> cuts = List.of(
                new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 2),
                new Cut(new Lattice(3, 3, Boundary.OPEN), 1, 3),
                new Cut(new Lattice(2, 4, Boundary.TORUS), 1, 2),
                new Cut(new Lattice(3, 5, Boundary.OPEN), 1, 1));
        return Pair.sampling()
                .filter(pair ->
                        pair.model().values() == Values.SPIN && !pair.kernel().isGlobal())
                .flatMap(pair -> cuts.stream().map(cut -> Arguments.of(pair, cut)));
    }

    /** Over all states of any model of spins, by the terms that it declares. */
    @ParameterizedTest
    @MethodSource("spinPairsAndLattices")
    void everySpinModelHasTheMeansOfTheSumOverAllStates(Pair pair, Cut cut) {
        double[] evidence = Patterns.random(cut.lattice(), 3);
        for (Couplings couplings : List.of(pair.couplings(), pair.couplings().with(0, -0.3))) {
            double[] truth = StateSum.of(pair.model(), cut.lattice(), couplings, evidence)
                    .terms();
            Sampled ours = Sampled.by(pair, couplings, new Run(cut, 4, 15_000, evidence));
            for (int term = 0; term < truth.length; term++) {
                ours.assertNear(truth[term] / evidence.length, "T" + term, 1.0 / evidence.length, 0.005);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spinPairsAndLattices")
    void theSumOverAllStatesIsTheOneOfTheIsingModel(Pair pair, Cut cut) {
        double[] evidence = Patterns.random(cut.lattice(), 3);
        if (pair.modelName().equals("ising")) {
            double[] truth =
                    Enumeration.of(cut.lattice(), 0.25, 0.35, 0.45, evidence).means();
            double[] ours = StateSum.of(pair.model(), cut.lattice(), new Couplings(0.25, 0.35, 0.45), evidence)
                    .terms();
            for (int term = 0; term < truth.length; term++) {
                assertEquals(truth[term], ours[term], 1e-10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "heat-bath, 4, 0.3, 0.006, 0.006",
        "heat-bath, 4, 0.4, 0.006, 0.01",
        "heat-bath, 4, 0.44068679350977147, 0.006, 0.015",
        "heat-bath, 4, 0.5, 0.006, 0.015",
        "metropolis, 4, 0.44068679350977147, 0.006, 0.015",
        "heat-bath, 8, 0.3, 0.004, 0.006",
        "heat-bath, 8, 0.4, 0.006, 0.015",
        "heat-bath, 8, 0.44068679350977147, 0.008, 0.025",
        "heat-bath, 8, 0.5, 0.006, 0.025",
        "metropolis, 8, 0.4, 0.006, 0.015",
        "heat-bath, 32, 0.3, 0.002, 0.008",
        "heat-bath, 32, 0.4, 0.004, 0.04",
        "heat-bath, 32, 0.44068679350977147, 0.01, 0.15",
        "heat-bath, 32, 0.5, 0.003, 0.04",
        "metropolis, 32, 0.4, 0.004, 0.04"
    })
    void energyAndSpecificHeatAreKaufmans(String kernel, int length, double k, double sharpU, double sharpC) {
        Kaufman truth = Kaufman.torus(length, length, k);
        Lattice lattice = new Lattice(length, length, Boundary.TORUS);
        Run run = new Run(new Cut(lattice, 2, 2), length == 32 ? 2 : 4, length == 32 ? 6000 : 12_000, new double[0]);
        Sampled ours = Sampled.by(Pair.of("ising", kernel), new Couplings(k, 0, 0), run);
        ours.assertNear(truth.u(), "energy", sharpU);
        ours.assertNear(truth.u(), "bond_density", -2, sharpU);
        ours.assertNear(truth.c(), "specific_heat", sharpC);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0.3, 0.520358002971, 0.357646796941, 0.412028291171",
        "4, 0.44068679350977147, 0.843860444813, 0.761358908569, 0.617199318412",
        "4, 0.5, 0.918943267402, 0.868921681642, 0.644810791188",
        "6, 0.44068679350977147, 0.804976558444, 0.693316591135, 0.614356239125",
        "8, 0.3, 0.273980814328, 0.111572716885, 0.182712875221",
        "8, 0.44068679350977147, 0.777331092787, 0.646911574994, 0.613045384943",
        "8, 0.5, 0.911452266143, 0.841671184622, 0.654618649250"
    })
    void magnetisationHasThePublishedMoments(int length, double k, double absMean, double square, double binder) {
        Lattice lattice = new Lattice(length, length, Boundary.TORUS);
        Sampled ours = Sampled.by(Pair.of("ising", "heat-bath"), new Couplings(k, 0, 0), Run.whole(lattice, 4, 12_000));
        ours.assertNear(absMean, "abs_magnetisation", 0.006);
        ours.assertNear(square, "magnetisation_squared", 0.008);
        ours.assertNear(binder, "binder", 0.01);
        ours.assertNear(lattice.sites() * (square - absMean * absMean), "susceptibility", 0.15);
    }

    /** At K = 0 spins are independent, each with mean tanh h. */
    @ParameterizedTest
    @ValueSource(doubles = {-2, -0.1, 0.5, 3})
    void freeSpinsFollowTheirField(double h) {
        Lattice lattice = new Lattice(16, 16, Boundary.TORUS);
        Sampled ours = Sampled.by(Pair.of("ising", "heat-bath"), new Couplings(0, h, 0), Run.whole(lattice, 1, 2000));
        ours.assertNear(Math.tanh(h), "magnetisation", 0.002);
        assertNear(Math.tanh(h) * Math.tanh(h), ours.of("bond_density"), "bonds", 0.002);
    }
}
