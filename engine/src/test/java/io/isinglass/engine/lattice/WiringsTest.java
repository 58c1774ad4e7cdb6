package io.isinglass.engine.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Plainly;
import io.isinglass.engine.catalog.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs have the shape that they are named after, and what is wrong in one is refused with the value. */
class WiringsTest {

    private static Graph graph(String kind, int sites, Map<String, Object> options) {
        Lattice box = new Lattice(1, sites, Boundary.OPEN);
        return (Graph) Wirings.CATALOG.make(kind, options).bonds(box, 1, WiringsTest::unread);
    }

    private static String unread(String file) {
        throw new AssertionError("reads " + file);
    }

    private static Graph read(String text, int columns) {
        Wiring edges = Wirings.CATALOG.make("edges", Map.of("file", "G"));
        return (Graph) edges.bonds(new Lattice(1, columns, Boundary.OPEN), 1, name -> name.equals("G") ? text : "");
    }

    private static List<Plainly.Bond> bonds(Graph graph) {
        return Plainly.bonds(new Lattice(graph));
    }

    @Test
    void aCompleteGraphBindsAllPairs() {
        Graph graph = graph("complete", 7, Map.of());
        assertEquals(21, graph.count());
        assertEquals(7, graph.colours());
        assertTrue(bonds(graph).stream().allMatch(bond -> bond.weight() == 1));
    }

    @Test
    void layersBindAllPairsAcross() {
        Graph graph = graph("layers", 7, Map.of("visible", 3));
        assertEquals(12, graph.count());
        assertEquals(2, graph.colours());
        assertTrue(bonds(graph).stream().allMatch(bond -> bond.one() < 3 && bond.other() >= 3));
        assertEquals(3, graph.sites(0).length);
    }

    @ParameterizedTest
    @CsvSource({"6, 5", "10, 3", "200, 4", "64, 63", "9, 2", "100, 1"})
    void everySiteOfARegularGraphHasEquallyManyNeighbours(int sites, int degree) {
        Graph graph = graph("random-regular", sites, Map.of("degree", degree));
        for (int site = 0; site < sites; site++) {
            assertEquals(degree, graph.neighbours(site));
        }
        List<Plainly.Bond> again = bonds(graph("random-regular", sites, Map.of("degree", degree)));
        assertEquals(bonds(graph), again);
        if (degree < sites - 1) {
            assertNotEquals(again, bonds(graph("random-regular", sites, Map.of("degree", degree, "seed", 2))));
        }
    }

    /** Of the 15 perfect matchings of six sites each comes equally often: χ² of 14 degrees, 52 is once in 400 000. */
    @Test
    void graphsOfDegreeOneAreUniformAmongTheMatchings() {
        Map<List<Plainly.Bond>, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < 3000; seed++) {
            seen.merge(bonds(graph("random-regular", 6, Map.of("degree", 1, "seed", seed))), 1, Integer::sum);
        }
        assertEquals(15, seen.size());
        double chi = seen.values().stream()
                .mapToDouble(n -> (n - 200.0) * (n - 200.0) / 200)
                .sum();
        assertTrue(chi < 52, () -> "chi square is " + chi);
    }

    /** Mean 0 and variance 1/n of 79 800 weights, within 5σ. */
    @ParameterizedTest
    @ValueSource(strings = {"plus-minus", "gaussian"})
    void weightsByChanceHaveVarianceOneOverTheNumberOfSites(String weights) {
        List<Plainly.Bond> bonds = bonds(graph("complete", 400, Map.of("weights", weights)));
        double mean = bonds.stream().mapToDouble(Plainly.Bond::weight).average().orElseThrow();
        double square = bonds.stream()
                .mapToDouble(bond -> 400 * bond.weight() * bond.weight())
                .average()
                .orElseThrow();
        assertEquals(0, 20 * mean, 5 / Math.sqrt(79_800));
        assertEquals(1, square, 5 * Math.sqrt(2 / 79_800.0));
        if (weights.equals("plus-minus")) {
            assertTrue(bonds.stream().allMatch(bond -> Math.abs(bond.weight()) == 1 / Math.sqrt(400)));
        }
    }

    @Test
    void aGraphIsReadFromTheFormOfTheGset() {
        Graph graph = read("4 3\n1 2 1\n 4 2 -1.5\n\n1 4\n", 4);
        assertEquals(
                List.of(
                        new Plainly.Bond(0, 1, 1, 0, 0),
                        new Plainly.Bond(0, 3, 1, 0, 0),
                        new Plainly.Bond(1, 3, -1.5, 0, 0)),
                bonds(graph));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 1 1;1 2|line 1: must be \"sites bonds\", was \"3 1 1\"",
                "1 1|line 1: the number of sites must be 2..524288, was 1",
                "x 1|line 1: the number of sites must be 2..524288, was x",
                "3 0|line 1: the number of bonds must be 1..8388608, was 0",
                "3 1;1 4 1|line 2: a site must be 1..3, was 4",
                "3 1;0 2 1|line 2: a site must be 1..3, was 0",
                "3 1;2 2 1|line 2: a bond must join two different sites, was 2 2 1",
                "3 2;1 2 1;2 1 1|line 3: these sites are bound already: 2 1 1",
                "3 1;1 2 one|line 2: a weight must be a finite number, was one",
                "3 1;1 2 NaN|line 2: a weight must be a finite number, was NaN",
                "3 1;1|line 2: must be \"site site weight\", was \"1\"",
                "3 2;1 2|line 2: there must be 2 bonds, are 1",
                "3 1;1 2;2 3|line 3: there must be 1 bonds, this is one more"
            })
    void whatIsWrongInAFileIsRefusedByItsLine(String text, String why) {
        Refused refused = assertThrows(Refused.class, () -> read(text.replace(';', '\n'), 3));
        assertEquals("G, " + why, refused.getMessage());
        assertEquals("bonds.options.file", refused.path());
    }

    @Test
    void aGraphThatDoesNotFitIsRefused() {
        assertRefused(
                "columns", "the graph in G has 3 sites: columns must be so many, was 5", () -> read("3 1\n1 2", 5));
        Wiring complete = Wirings.CATALOG.make("complete", Map.of());
        assertRefused(
                "rows",
                "a graph is one row of sites: depth and rows must be 1, were 1 and 4",
                () -> complete.bonds(new Lattice(4, 4, Boundary.OPEN), 1, WiringsTest::unread));
        assertRefused(
                "depth",
                "a graph is one row of sites: depth and rows must be 1, were 2 and 1",
                () -> complete.bonds(new Lattice(2, 1, 4, Boundary.OPEN, Bonds.NEAREST), 1, WiringsTest::unread));
        assertRefused(
                "columns",
                "a graph must have at most 8388608 bonds, would have 8390656",
                () -> graph("complete", 4097, Map.of()));
        assertRefused(
                "bonds.options.degree",
                "degree must be below the number of sites, and their product even: was 3 of 5 sites",
                () -> graph("random-regular", 5, Map.of("degree", 3)));
        assertRefused(
                "bonds.options.visible",
                "visible must be below the number of sites, 5: was 5",
                () -> graph("layers", 5, Map.of("visible", 5)));
        assertRefused(
                "bonds.options.weights",
                "weights must be one, plus-minus or gaussian, was ones",
                () -> graph("complete", 5, Map.of("weights", "ones")));
        assertRefused(
                "options.visible",
                "visible must be given: a whole number from 1 to 524288",
                () -> graph("layers", 5, Map.of()));
    }

    private static void assertRefused(String path, String message, Runnable wish) {
        Refused refused = assertThrows(Refused.class, wish::run);
        assertEquals(message, refused.getMessage());
        assertEquals(path, refused.path());
    }
}
