package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.Place;
import io.isinglass.engine.Plainly;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.States;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 1: same numbers anywhere. */
class CutLawTest {

    /*
     * Twelve rows by 264 columns: 4x8 makes patches 33 wide and 3 high, 1x24 patches 11 wide, 12x8 patches one row high; along a whole row there are more spins of a colour than a word has bits. Open lattices may be odd.
     */

    private static final int[][] CUTS = {{2, 2}, {4, 2}, {1, 24}, {4, 8}, {12, 8}};
    private static final int SWEEPS = 5;

    /** What a run leaves behind. */
    private record Outcome(String digest, List<Series> series) {}

    static Stream<Arguments> pairsAndLattices() {
        return Pair.local()
                .flatMap(pair -> Stream.of(Boundary.values())
                        .map(boundary -> Arguments.of(pair, pair.lattice(1, 12, 264, boundary))));
    }

    static Stream<Place> places() {
        return Pair.all().flatMap(pair -> Place.of(pair, Place.BOXES));
    }

    @ParameterizedTest
    @MethodSource("places")
    void anyCutOfAnyTopologyGivesTheSame(Place place) {
        Outcome whole = outcome(place.pair(), place.cuts().getFirst(), 42);
        for (Cut cut : place.cuts()) {
            assertEquals(whole, outcome(place.pair(), cut, 42), cut::toString);
        }
    }

    /** The series against sums by plain loops over the bonds and sites of the whole lattice. */
    @ParameterizedTest
    @MethodSource("places")
    void onAnyTopologyASeriesEndsWithTheStatisticsOfTheField(Place place) {
        assertStatistics(place.pair(), place.cuts().getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ising", "phi4", "xy"})
    void wavesAreTheSameByAnyCutAndThoseOfTheField(String name) {
        Model model = Models.CATALOG.make(name, Map.of("waves", 1));
        Pair pair = new Pair(name, "heat-bath", model, new HeatBath((Conditional) model));
        Lattice lattice = pair.lattice(2, 6, 4, Boundary.TORUS);
        Outcome whole = outcome(pair, Cut.whole(lattice), 42);
        assertEquals(whole, outcome(pair, new Cut(lattice, 2, 3, 2), 42));
        assertStatistics(pair, new Cut(lattice, 1, 3, 1));
    }

    @Test
    void everyKindOfBondsHasAPlaceForEveryModelOfNearestNeighbours() {
        Set<String> found = new HashSet<>();
        places().forEach(place -> found.add(place.wiring()));
        assertEquals(Wirings.CATALOG.names(), found);
        assertEquals(Pair.all().toList(), places().map(Place::pair).distinct().toList());
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
        Lattice lattice = pair.lattice(1, 9, 15, Boundary.OPEN);
        Outcome whole = outcome(pair, new Cut(lattice, 1, 1), 7);
        assertEquals(whole, outcome(pair, new Cut(lattice, 3, 3), 7));
        assertEquals(whole, outcome(pair, new Cut(lattice, 9, 5), 7));
        assertEquals(whole, outcome(pair, new Cut(lattice, 9, 15), 7));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aTorusTwoSitesLongHasItsBondsTwice(Pair pair) {
        Lattice lattice = pair.lattice(1, 2, 4, Boundary.TORUS);
        assertEquals(outcome(pair, new Cut(lattice, 1, 1), 7), outcome(pair, new Cut(lattice, 2, 4), 7));
    }

    /** A kernel that stood still, or chains that were copies, would pass the laws above. */
    @ParameterizedTest
    @MethodSource("pairs")
    void theFieldMovesAndEachChainAndSeedGoesItsOwnWay(Pair pair) {
        Lattice lattice = pair.lattice(1, 6, 8, Boundary.TORUS);
        Outcome one = outcome(pair, new Cut(lattice, 2, 2), 7);
        Outcome other = outcome(pair, new Cut(lattice, 2, 2), 8);
        assertNotEquals(one.digest(), other.digest());
        assertNotEquals(one.series().getFirst(), one.series().getLast());
        double[] first = one.series().getFirst().row(0);
        double[] last = one.series().getFirst().row(SWEEPS - 1);
        for (int term = 0; term < pair.couplings().values().length; term++) {
            if (!pair.model().terms().get(term).statistic().contains("evidence")) {
                assertNotEquals(first[term], last[term], "term " + term);
            }
        }
    }

    /** The series against sums by plain loops over the bonds and sites of the whole lattice. */
    @ParameterizedTest
    @MethodSource("pairsAndLattices")
    void aSeriesEndsWithTheStatisticsOfTheField(Pair pair, Lattice lattice) {
        assertStatistics(pair, new Cut(lattice, 4, 8));
    }

    private static void assertStatistics(Pair pair, Cut cut) {
        double[] evidence = Patterns.random(cut.lattice(), 3);
        Mosaic mosaic = pair.mosaic(cut, 1, evidence, 42);
        mosaic.restart(0, Start.DISORDERED);
        double[] ours = mosaic.run(SWEEPS, pair.couplings()).getFirst().row(SWEEPS - 1);
        double[] values = Plainly.values(mosaic, cut.lattice(), 0);
        double[] truth = Plainly.sums(pair.model(), cut.lattice(), values, evidence);
        for (int term = 0; term < truth.length; term++) {
            assertEquals(truth[term], ours[term], 1e-9, pair + ", term " + term);
        }
    }

    @Test
    void spinsAreSpinsStatesAreStatesAndRealsAreNeither() {
        Pair.all().forEach(pair -> {
            Lattice lattice = pair.lattice(1, 6, 6, Boundary.TORUS);
            for (Start start : Start.values()) {
                Mosaic mosaic = pair.mosaic(new Cut(lattice, 1, 1), 1, Patterns.random(lattice, 3), 1);
                Set<Double> seen = new HashSet<>();
                mosaic.restart(0, start);
                for (int sweep = 0; sweep < SWEEPS; sweep++) {
                    Arrays.stream(Plainly.values(mosaic, lattice, 0)).forEach(seen::add);
                    mosaic.run(1, pair.couplings());
                }
                Set<Double> allowed = allowed(pair.model());
                boolean chosen = start == Start.DISORDERED && !allowed.isEmpty();
                assertTrue(allowed.isEmpty() ? seen.size() > 18 : allowed.containsAll(seen), () -> pair + ": " + seen);
                assertTrue(!chosen || seen.equals(allowed), () -> pair + ": " + seen);
            }
        });
    }

    /** What a site may hold, where that is not any number. */
    private static Set<Double> allowed(Model model) {
        if (model.values() == Values.SPIN) {
            return Set.of(-1.0, 1.0);
        }
        return model instanceof States states
                ? IntStream.range(0, states.states())
                        .mapToObj(state -> (double) state)
                        .collect(Collectors.toSet())
                : Set.of();
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
}
