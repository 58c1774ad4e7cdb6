package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 1: same numbers anywhere. */
class CutLawTest {

    /*
     * Twelve rows by 264 columns: 1x8 makes patches 33 wide, 4x2 patches 3 high, 4x8 both, 12x24 one row high and 11
     * wide; along a whole row there are more spins of a colour than a word has bits. Open lattices may be odd.
     */

    private static final int[][] CUTS = {{2, 2}, {4, 2}, {1, 8}, {4, 8}, {12, 24}};
    private static final int SWEEPS = 5;

    /** What a run leaves behind. */
    private record Outcome(String digest, List<Series> series) {}

    static Stream<Arguments> pairsAndLattices() {
        return Pair.local()
                .flatMap(pair -> Stream.of(Boundary.values())
                        .map(boundary -> Arguments.of(pair, new Lattice(12, 264, boundary))));
    }

    @ParameterizedTest
    @MethodSource("pairsAndLattices")
    void anyCutOfTheLatticeGivesTheSameFieldAndTheSameSeries(Pair pair, Lattice lattice) {
        Outcome whole = outcome(pair, new Cut(lattice, 1, 1), 42);
        for (int[] parts : CUTS) {
            Cut cut = new Cut(lattice, parts[0], parts[1]);
            assertEquals(whole, outcome(pair, cut, 42), () -> pair + " on " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anyCutOfAnOddOpenLatticeGivesTheSame(Pair pair) {
        Lattice lattice = new Lattice(9, 15, Boundary.OPEN);
        Outcome whole = outcome(pair, new Cut(lattice, 1, 1), 7);
        assertEquals(whole, outcome(pair, new Cut(lattice, 3, 3), 7));
        assertEquals(whole, outcome(pair, new Cut(lattice, 9, 5), 7));
        assertEquals(whole, outcome(pair, new Cut(lattice, 9, 15), 7));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aTorusTwoSitesLongHasItsBondsTwice(Pair pair) {
        Lattice lattice = new Lattice(2, 4, Boundary.TORUS);
        assertEquals(outcome(pair, new Cut(lattice, 1, 1), 7), outcome(pair, new Cut(lattice, 2, 4), 7));
    }

    /** A kernel that stood still, or chains that were copies, would pass the laws above. */
    @ParameterizedTest
    @MethodSource("pairs")
    void theFieldMovesAndEachChainAndSeedGoesItsOwnWay(Pair pair) {
        Lattice lattice = new Lattice(6, 8, Boundary.TORUS);
        Outcome one = outcome(pair, new Cut(lattice, 2, 2), 7);
        Outcome other = outcome(pair, new Cut(lattice, 2, 2), 8);
        assertNotEquals(one.digest(), other.digest());
        assertNotEquals(one.series().getFirst(), one.series().getLast());
        assertNotEquals(
                one.series().getFirst().row(0)[1], one.series().getFirst().row(SWEEPS - 1)[1], "the first sites term");
    }

    /** The series against sums by plain loops over the bonds and sites of the whole lattice. */
    @ParameterizedTest
    @MethodSource("pairsAndLattices")
    void aSeriesEndsWithTheStatisticsOfTheField(Pair pair, Lattice lattice) {
        Cut cut = new Cut(lattice, 4, 8);
        double[] evidence = Patterns.random(lattice, 3);
        Mosaic mosaic = pair.mosaic(cut, 1, evidence, 42);
        mosaic.restart(0, Start.DISORDERED);
        double[] ours = mosaic.run(SWEEPS, pair.couplings()).getFirst().row(SWEEPS - 1);

        double[] truth = new double[ours.length];
        for (int y = 0; y < lattice.rows(); y++) {
            for (int x = 0; x < lattice.columns(); x++) {
                double value = value(mosaic, cut, y, x);
                truth[0] += value * (value(mosaic, cut, y + 1, x) + value(mosaic, cut, y, x + 1));
                for (int term = 1; term < truth.length; term++) {
                    truth[term] += pair.model().statistic(term, value, evidence[y * lattice.columns() + x]);
                }
            }
        }
        for (int term = 0; term < truth.length; term++) {
            assertEquals(truth[term], ours[term], 1e-9, pair + ", term " + term);
        }
    }

    @Test
    void spinsAreSpinsAndRealsAreNot() {
        Pair.all().forEach(pair -> {
            Mosaic mosaic = pair.mosaic(new Cut(new Lattice(6, 6, Boundary.TORUS), 1, 1), 1, new double[0], 1);
            mosaic.restart(0, Start.DISORDERED);
            mosaic.run(SWEEPS, pair.couplings());
            Set<Double> seen = new HashSet<>();
            for (int at = 0; at < 36; at++) {
                seen.add(mosaic.tiles().getFirst().field(0).at(0, at / 6, at % 6));
            }
            if (pair.model().values() == Values.SPIN) {
                assertEquals(Set.of(-1.0, 1.0), seen, pair::toString);
            } else {
                assertTrue(seen.size() > 18, pair::toString);
            }
        });
    }

    static Stream<Pair> pairs() {
        return Pair.local();
    }

    private static Outcome outcome(Pair pair, Cut cut, long seed) {
        Mosaic mosaic = pair.mosaic(cut, 2, Patterns.random(cut.lattice(), 3), seed);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.DISORDERED);
        List<Series> series = mosaic.run(SWEEPS, pair.couplings());
        return new Outcome(mosaic.digest(), series);
    }

    /** The value at a site of the whole lattice, counted on beyond its end. */
    private static double value(Mosaic mosaic, Cut cut, int row, int column) {
        Lattice lattice = cut.lattice();
        if (lattice.boundary() == Boundary.OPEN && (row == lattice.rows() || column == lattice.columns())) {
            return 0;
        }
        int height = lattice.rows() / cut.down();
        int width = lattice.columns() / cut.across();
        int y = row % lattice.rows();
        int x = column % lattice.columns();
        Tile tile = mosaic.tiles().get(y / height * cut.across() + x / width);
        return tile.field(0).at(0, y % height, x % width);
    }
}
