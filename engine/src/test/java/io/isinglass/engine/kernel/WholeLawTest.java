package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.Plainly;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Wires;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Graph.Bond;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that move a lattice as a whole: on any lattice, they sample it and what is measured is what it holds. */
class WholeLawTest {

    private static final Noise NOISE = new Noise(3);

    /** A lattice by name, small enough for the sum over all states. */
    record Place(String name, Lattice lattice) {

        private static Place of(String name, Boundary boundary, int depth, int rows, int columns, Regular bonds) {
            return new Place(name, new Lattice(depth, rows, columns, boundary, bonds));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Place> places(int rings) {
        Regular even = new Regular(rings, Weights.UNIFORM);
        Regular either = new Regular(rings, Weights.plusMinus(NOISE, 0.5));
        Regular normal = new Regular(rings, Weights.gaussian(NOISE));
        return List.of(
                Place.of("4x4 torus", Boundary.TORUS, 1, 4, 4, even),
                Place.of("3x5 open", Boundary.OPEN, 1, 3, 5, even),
                Place.of("2x4 torus", Boundary.TORUS, 1, 2, 4, even),
                Place.of("ring of 10", Boundary.TORUS, 1, 1, 10, even),
                Place.of("2x2x4 torus", Boundary.TORUS, 2, 2, 4, even),
                Place.of("3x2x2 open", Boundary.OPEN, 3, 2, 2, either),
                Place.of("4x2 torus, +-1", Boundary.TORUS, 1, 4, 2, either),
                Place.of("4x3 open, gaussian", Boundary.OPEN, 1, 4, 3, normal));
    }

    private static Stream<Place> graphs() {
        SplittableRandom random = new SplittableRandom(5);
        List<Bond> some = new ArrayList<>();
        List<Bond> all = new ArrayList<>();
        for (int one = 0; one < 10; one++) {
            for (int other = 0; other < one; other++) {
                all.add(new Bond(one, other, random.nextDouble(-0.5, 0.5)));
                if (random.nextInt(4) == 0) {
                    some.add(new Bond(one, other, random.nextDouble(-1, 2)));
                }
            }
        }
        return Stream.of(
                new Place("graph", new Lattice(new Graph(11, some))),
                new Place("complete graph", new Lattice(new Graph(10, all))));
    }

    static Stream<Arguments> pairsAndPlaces() {
        Diagonal diagonal = new Diagonal();
        Stream<Pair> across = Stream.of("wolff", "swendsen-wang")
                .map(name -> new Pair(
                        "diagonal",
                        name,
                        diagonal,
                        Kernels.CATALOG.make(name, Map.of()).apply(diagonal)));
        return Stream.concat(
                Pair.global()
                        .flatMap(pair -> Stream.concat(places(pair.model().rings()).stream(), graphs())
                                .filter(place -> pair.fits(place.lattice()))
                                .map(place -> Arguments.of(pair, place))),
                across.flatMap(pair -> places(2).stream().map(place -> Arguments.of(pair, place))));
    }

    static Stream<Arguments> spinsAndPlaces() {
        return pairsAndPlaces().filter(each -> ((Pair) each.get()[0]).model().values() == Values.SPIN);
    }

    @ParameterizedTest
    @MethodSource("spinsAndPlaces")
    void spinsHaveTheMeansOfTheSumOverAllStates(Pair pair, Place place) {
        double[] evidence = Patterns.random(place.lattice(), 3);
        Couplings couplings = couplings(pair);
        double[] truth = Wires.of(place.lattice()).means(pair.model(), couplings, evidence);
        int sweeps = 12_000 / place.lattice().colours();
        Sampled.Run run = new Sampled.Run(Cut.whole(place.lattice()), 4, sweeps, evidence);
        Sampled ours = Sampled.by(pair, couplings, run);
        for (int term = 0; term < truth.length; term++) {
            ours.assertNear(truth[term] / evidence.length, "T" + term, 1.0 / evidence.length, 0.03);
        }
    }

    @ParameterizedTest
    @MethodSource("pairsAndPlaces")
    void aSeriesEndsWithTheStatisticsOfTheField(Pair pair, Place place) {
        double[] evidence = Patterns.random(place.lattice(), 3);
        Mosaic mosaic = pair.mosaic(Cut.whole(place.lattice()), 1, evidence, 42);
        mosaic.restart(0, Start.DISORDERED);
        for (int sweep = 0; sweep < 20; sweep++) {
            double[] ours = mosaic.run(1, couplings(pair)).getFirst().row(0);
            double[] values = values(mosaic.tiles().getFirst(), place.lattice());
            assertArrayEquals(Plainly.sums(pair.model(), place.lattice(), values, evidence), ours, 1e-9);
        }
    }

    /** Weaker where each site has many bonds. */
    private static Couplings couplings(Pair pair) {
        return pair.model() instanceof Diagonal ? new Couplings(0.15, -0.1, 0.2) : pair.couplings();
    }

    private static double[] values(Tile tile, Lattice lattice) {
        double[] values = new double[(int) lattice.sites()];
        for (int at = 0; at < values.length; at++) {
            int row = at / lattice.columns();
            values[at] = tile.field(0).at(row / lattice.rows(), row % lattice.rows(), at % lattice.columns());
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("pairsAndPlaces")
    void halfAndHalfMakeAWholeAndEachChainAndSeedGoesItsOwnWay(Pair pair, Place place) {
        Cut cut = Cut.whole(place.lattice());
        Mosaic whole = started(pair, cut, 42);
        List<Series> series = whole.run(40, couplings(pair));
        assertNotEquals(series.getFirst(), series.getLast());

        Mosaic half = started(pair, cut, 42);
        half.run(25, couplings(pair));
        Mosaic rest = new Mosaic(cut, pair.dynamics(42), 2);
        rest.tiles().getFirst().restore(half.tiles().getFirst().snapshot(0));
        rest.resume(25);
        rest.run(15, couplings(pair));
        assertEquals(whole.digest(), rest.digest());

        Mosaic other = started(pair, cut, 43);
        assertNotEquals(series, other.run(40, couplings(pair)));
    }

    private static Mosaic started(Pair pair, Cut cut, long seed) {
        Mosaic mosaic = pair.mosaic(cut, 2, Patterns.random(cut.lattice(), 3), seed);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.DISORDERED);
        return mosaic;
    }

    /** A halo cell shows a site; the field by numbers shows the site itself, along every bond. */
    @ParameterizedTest
    @MethodSource("pairsAndPlaces")
    void neighboursByNumberAreThoseOfTheBonds(Pair pair, Place place) {
        ClearField field =
                (ClearField) pair.kernel().field(Cut.whole(place.lattice()).patch(0));
        List<Wires.Wire> found = new ArrayList<>();
        for (int site = 0; site < field.whole().sites(); site++) {
            for (int bond = 0; bond < field.whole().bonds(site); bond++) {
                int other = field.whole().neighbour(site, bond);
                if (other >= 0 && field.whole().isForward(site, bond)) {
                    int ring = field.whole().ring(bond);
                    found.add(new Wires.Wire(site, other, ring, field.whole().weight(site, bond)));
                }
            }
        }
        assertEquals(Wires.of(place.lattice()).all(), found);
    }

    @ParameterizedTest
    @MethodSource("pairsAndPlaces")
    void aHaloThatIsWrappedIsOneThatWasShown(Pair pair, Place place) {
        Mosaic mosaic = pair.mosaic(Cut.whole(place.lattice()), 1, new double[0], 42);
        mosaic.restart(0, Start.DISORDERED);
        Tile tile = mosaic.tiles().getFirst();
        ClearField field = (ClearField) tile.field(0);
        field.wrap();
        for (long step = 0; step < 2; step++) {
            for (Side side : place.lattice().sides()) {
                if (tile.patch().meets(side)) {
                    ClearField shown = (ClearField) pair.kernel().field(tile.patch());
                    long[] edge = tile.edge(side.opposite(), step);
                    shown.unpackHalo(side, (int) step, edge, 0);
                    assertShows(shown, field, side, (int) step);
                }
            }
        }
    }

    private static void assertShows(ClearField shown, ClearField field, Side side, int moving) {
        int far = field.patch().depth();
        for (int z = side.inward() == 0 ? 0 : side.inward() < 0 ? -1 : far, endZ = side.inward() == 0 ? far : z + 1;
                z < endZ;
                z++) {
            int height = field.patch().rows();
            int fromY = side.down() == 0 ? 0 : side.down() < 0 ? -1 : height;
            for (int y = fromY; y < (side.down() == 0 ? height : fromY + 1); y++) {
                int width = field.patch().columns();
                int fromX = side.right() == 0 ? 0 : side.right() < 0 ? -1 : width;
                for (int x = fromX; x < (side.right() == 0 ? width : fromX + 1); x++) {
                    if (field.patch().colour(z, y, x) != moving) {
                        assertEquals(shown.at(z, y, x), field.at(z, y, x));
                    }
                }
            }
        }
    }

    /** A cluster is named after its smallest site, whose number decides for all of it. */
    @Test
    void aClusterOfSwendsenAndWangTurnsAsAWholeByTheNumberOfItsSmallestSite() {
        Lattice lattice = new Lattice(6, 6, Boundary.TORUS);
        Mosaic mosaic = Pair.of("ising", "swendsen-wang").mosaic(Cut.whole(lattice), 1, new double[0], 1);
        mosaic.restart(0, Start.ORDERED);
        double sum = 36;
        int turned = 0;
        for (int sweep = 0; sweep < 200; sweep++) {
            // Bonds of strength 30 join everything.
            double next = mosaic.run(1, new Couplings(30, 0, 0)).getFirst().value(0, 1);
            Dice dice = new Noise(1).dice(0, sweep, Noise.WHOLE);
            dice.row(0);
            assertEquals(dice.uniform(0, 2) < 0.5 ? sum : -sum, next);
            turned += next == sum ? 0 : 1;
            sum = next;
        }
        // Even chances, to 5σ.
        assertEquals(100, turned, 5 * Math.sqrt(50));
    }

    @ParameterizedTest
    @CsvSource({
        "ising, over-relaxation, 'mirrors a site about what its neighbours say'",
        "ising, hmc, 'has a slope at every site'",
        "mean-field, wolff, 'has spins embedded in its values'"
    })
    void aModelThatCannotIsRefusedInWords(String model, String kernel, String what) {
        Model made = Models.CATALOG.make(model, Map.of());
        Refused refused = assertThrows(
                Refused.class, () -> Kernels.CATALOG.make(kernel, Map.of()).apply(made));
        assertEquals("this kernel needs a model that " + what + ", the model given does not", refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "phi4, wolff, heat-bath-every, 0, 'heat-bath-every must be a whole number from 1 to 1e6, was 0'",
        "phi4, over-relaxation, heat-bath-every, 0, 'heat-bath-every must be a whole number from 1 to 1e6, was 0'",
        "ising, wolff, clusters, 0, 'clusters must be a whole number from 1 to 2^20, was 0'",
        "phi4, hmc, steps, 1.5, 'steps must be a whole number from 1 to 10000, was 1.5'",
        "phi4, hmc, length, 0, 'length must be above 0, at most 1000, was 0'"
    })
    void anOptionOutOfRangeIsRefused(String model, String kernel, String option, double value, String message) {
        Model made = Models.CATALOG.make(model, Map.of());
        Object given = value == Math.rint(value) ? (Object) (int) value : (Object) value;
        Refused refused = assertThrows(
                Refused.class,
                () -> Kernels.CATALOG.make(kernel, Map.of(option, given)).apply(made));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void aBlockAmongOthersIsNoWhole() {
        Cut cut = new Cut(new Lattice(4, 4, Boundary.TORUS), 2, 1);
        ClearField part = new ClearField(cut.patch(0), Values.SPIN);
        assertThrows(IllegalStateException.class, part::whole);
        assertTrue(Pair.of("ising", "wolff").kernel().isGlobal());
        assertTrue(Pair.of("ising", "wolff").model() instanceof Embedded);
    }
}
