package io.isinglass.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Term;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a wish is refused early, with the value in hand. */
class CatalogTest {

    static Stream<Catalog<?>> catalogs() {
        return Stream.of(Models.CATALOG, Kernels.CATALOG, Wirings.CATALOG);
    }

    static Stream<Arguments> entries() {
        return catalogs().flatMap(catalog -> catalog.names().stream().map(name -> Arguments.of(catalog, name)));
    }

    static Stream<String> models() {
        return Models.CATALOG.names().stream();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void aMistypedNameIsRefusedWithTheOneThatWasMeant(Catalog<?> catalog, String name) {
        String mistyped = name.substring(0, name.length() - 1) + "#";
        Refused refused = refused(() -> catalog.make(mistyped, Map.of()));
        assertEquals("kind", refused.path());
        assertEquals(
                "unknown %s \"%s\"; did you mean \"%s\"? (known: %s)"
                        .formatted(catalog.what(), mistyped, name, String.join(", ", catalog.names())),
                refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("catalogs")
    void aNameLikeNoOtherIsRefusedWithTheListAlone(Catalog<?> catalog) {
        String message =
                refused(() -> catalog.make("zzzzzzzzzzzzzzz", Map.of())).getMessage();
        assertFalse(message.contains("did you mean"), message);
        catalog.names().forEach(name -> assertTrue(message.contains(name), message));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anUnknownOptionIsRefused(Catalog<?> catalog, String name) {
        Refused refused = refused(() -> catalog.make(name, Map.of("colour", 3)));
        assertEquals("options.colour", refused.path());
        assertTrue(refused.getMessage().startsWith("unknown option \"colour\""), refused.getMessage());
    }

    @Test
    void aMistypedOptionIsRefusedWithTheOneThatWasMeant() {
        Refused refused = refused(() -> Models.CATALOG.make("phi4", Map.of("strid", 1)));
        assertEquals("unknown option \"strid\"; did you mean \"stride\"? (known: stride, waves)", refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "phi4, stride, 0, 'stride must be above 0, at most 100, was 0'",
        "phi4, stride, 101, 'stride must be above 0, at most 100, was 101'",
        "phi4, stride, NaN, 'stride must be above 0, at most 100, was NaN'",
        "phi4, stride, wide, 'stride must be above 0, at most 100, was wide'",
        "ising, waves, 2, 'waves must be 0 or 1, was 2'",
        "potts, q, 1, 'q must be a whole number from 2 to 64, was 1'",
        "clock, q, 65, 'q must be a whole number from 2 to 64, was 65'",
        "black-box, delay, -1, 'delay must be above 0, at most 1e9, was -1'",
        "black-box, decay, 0.5, 'decay must be above 0.5, at most 1, was 0.5'",
        "black-box, decay, 1.01, 'decay must be above 0.5, at most 1, was 1.01'"
    })
    void anOptionOutOfRangeIsRefusedWithValueAndRange(String entry, String option, String value, String message) {
        Model variational = Models.CATALOG.make("mean-field", Map.of());
        Refused refused = refused(() -> Models.CATALOG.names().contains(entry)
                ? Models.CATALOG.make(entry, Map.of(option, value))
                : Kernels.CATALOG.make(entry, Map.of(option, value)).apply(variational));
        assertEquals("options." + option, refused.path());
        assertEquals(message, refused.getMessage());
    }

    @Test
    void optionsAreReadAsTheyAreDeclared() {
        List<Option> declared = List.of(
                new Option("size", "7", "1..9", "a whole number"), new Option("name", "", "any text", "must be given"));
        Options options = new Options(Map.of("name", "x"), declared);
        assertEquals(7, options.integer("size", 1, 9));
        assertEquals("x", options.text("name"));
        assertTrue(options.isGiven("name"));
        assertFalse(options.isGiven("size"));
        assertEquals(
                "name must be given: any text",
                refused(() -> new Options(Map.of(), declared).text("name")).getMessage());
        assertEquals(
                "size must be 1..9, was 2.5",
                refused(() -> new Options(Map.of("size", 2.5), declared).integer("size", 1, 9))
                        .getMessage());
        long exact = (1L << 53) + 1;
        assertEquals(exact, new Options(Map.of("size", exact), declared).integer("size", 0, Long.MAX_VALUE));
        assertThrows(IllegalStateException.class, () -> options.text("colour"));
    }

    @Test
    void anEntryIsEnteredOnce() {
        Catalog<String> catalog = new Catalog<String>("word").with("one", "", List.of(), _ -> "1");
        assertThrows(IllegalStateException.class, () -> catalog.with("one", "", List.of(), _ -> "2"));
        assertEquals("1", catalog.make("one", Map.of()));
        assertEquals("one", catalog.entries().getFirst().name());
    }

    @Test
    void aRefusalCanBeSeenFromAbove() {
        Refused refused = new Refused("rows", "too few");
        assertEquals("lattice.rows", refused.under("lattice").path());
        assertEquals("too few", refused.under("lattice").getMessage());
        assertEquals("lattice", new Refused("", "none").under("lattice").path());
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelHasAKernelAndEveryTermAName(String name) {
        assertTrue(Pair.all().anyMatch(pair -> pair.modelName().equals(name)));
        Model model = Models.CATALOG.make(name, Map.of());
        List<String> terms = model.terms().stream().map(Term::name).toList();
        assertEquals(terms.size(), new HashSet<>(terms).size());
        List<Boolean> turned = model.terms().stream().map(Term::turned).toList();
        assertEquals(
                turned.stream().sorted((a, b) -> Boolean.compare(b, a)).toList(), turned, "turned ones come first");
    }

    @Test
    void everyKernelFitsSomeModelAndRefusesTheOthersInWords() {
        for (String kernel : Kernels.CATALOG.names()) {
            List<String> fitting = Pair.all()
                    .filter(pair -> pair.kernelName().equals(kernel))
                    .map(Pair::modelName)
                    .toList();
            assertFalse(fitting.isEmpty(), kernel);
            models().filter(name -> !fitting.contains(name)).forEach(name -> {
                Model model = Models.CATALOG.make(name, Map.of());
                Refused refused =
                        refused(() -> Kernels.CATALOG.make(kernel, Map.of()).apply(model));
                assertTrue(refused.getMessage().startsWith("this kernel needs a model that"), refused.getMessage());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void couplingsByNameAreThoseInOrderAndStrangersAreRefused(String name) {
        Model model = Models.CATALOG.make(name, Map.of());
        Map<String, Double> named = new LinkedHashMap<>();
        double[] values = Pair.all()
                .filter(pair -> pair.modelName().equals(name))
                .findFirst()
                .orElseThrow()
                .couplings()
                .values();
        for (int k = 0; k < values.length; k++) {
            named.put(model.terms().get(k).name(), values[k]);
        }
        assertEquals(new Couplings(values), model.couplings(named));

        String first = model.terms().getFirst().name();
        named.put(first, Double.NaN);
        Refused lost = refused(() -> model.couplings(named));
        assertEquals("couplings." + first, lost.path());
        assertEquals("coupling " + first + " must be given and finite, was NaN", lost.getMessage());
        named.put(first, 0.25);
        named.put("colour", 1.0);
        Refused stranger = refused(() -> model.couplings(named));
        assertEquals("couplings.colour", stranger.path());
        assertTrue(stranger.getMessage().startsWith("unknown coupling \"colour\""), stranger.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "ising, K, 101, 'K must be -100..100, was 101.0'",
        "mean-field, h, -200, 'h must be -100..100, was -200.0'",
        "phi4, b, -0.1, 'b must be >= 0, or p cannot be normalised, was -0.1'",
        "phi4-next, b, -1, 'b must be >= 0, or p cannot be normalised, was -1.0'",
        "phi4-network, n, -1, 'n must be >= 0, or p cannot be normalised, was -1.0'",
        "xy, h, 100.5, 'h must be -100..100, was 100.5'",
        "potts, K, -101, 'K must be -100..100, was -101.0'",
        "phi4, w, 2e6, 'w must be -1e6..1e6, was 2000000.0'"
    })
    void impossibleCouplingsAreRefusedWithTheValue(String name, String coupling, double value, String message) {
        Model model = Models.CATALOG.make(name, Map.of());
        Map<String, Double> named = new LinkedHashMap<>();
        model.terms().stream().filter(Term::turned).forEach(term -> named.put(term.name(), 0.5));
        named.put(coupling, value);
        assertEquals(message, refused(() -> model.couplings(named)).getMessage());
    }

    @Test
    void whereLayersAreGaussianTheirSquaresMustHoldThem() {
        Model network = Models.CATALOG.make("phi4-network", Map.of());
        Map<String, Double> named = Map.of("w", 1.0, "a", 1.0, "b", 0.0, "m", 0.0, "n", 0.0);
        assertEquals(
                "m must be > 0 where n = 0, or p cannot be normalised, was 0.0",
                refused(() -> network.couplings(named)).getMessage());
    }

    /** Half of |w| times the bonds of a site; four times a m against w² times those of a site of either layer. */
    @Test
    void aGaussianFieldIsRefusedWhereTheLatticeWouldTearItApart() {
        Lattice chain = new Lattice(1, 1, 6, Boundary.TORUS, Bonds.NEAREST);
        Lattice square = new Lattice(4, 6, Boundary.TORUS);
        Lattice cube = new Lattice(4, 4, 4, Boundary.TORUS, Bonds.NEAREST);
        Lattice diagonal = new Lattice(1, 4, 6, Boundary.TORUS, new Regular(2, Weights.UNIFORM));
        Lattice graph = new Lattice(new Graph(3, List.of(new Graph.Bond(0, 1, -3), new Graph.Bond(1, 2, 0.5))));
        assertHolds("phi4", chain, 1.0, 1, 0);
        assertHolds("phi4", square, 2.0, 1, 0);
        assertHolds("phi4", cube, 3.0, -1, 0);
        assertHolds("phi4", graph, 1.75, 1, 0);
        assertHolds("phi4", new Lattice(1, 1, 2, Boundary.OPEN, new Regular(1, (_, _, _) -> -4)), 2.0, 1, 0);
        assertHolds("phi4-next", diagonal, 6, 1, 2);
        Model network = Models.CATALOG.make("phi4-network", Map.of());
        double least = 3.5 * 3 / (4 * 0.5);
        network.check(new Couplings(1, 0, least + 1e-9, 0, 0, 0.5, 0), graph);
        Refused refused = refused(() -> check(network, new Couplings(1, 0, least, 0, 0, 0.5, 0), graph));
        assertEquals(
                "a must be > 5.25 on this graph where b = n = 0, or p cannot be normalised, was 5.25",
                refused.getMessage());
    }

    private static void assertHolds(String name, Lattice lattice, double least, double w, double v) {
        Model model = Models.CATALOG.make(name, Map.of());
        boolean next = model.rings() == 2;
        model.check(next ? new Couplings(w, v, least + 1e-9, 0, 0) : new Couplings(w, least + 1e-9, 0, 0), lattice);
        Couplings torn = next ? new Couplings(w, v, least, 0, 0) : new Couplings(w, least, 0, 0);
        Refused refused = refused(() -> check(model, torn, lattice));
        assertEquals("couplings.a", refused.path());
        assertEquals(
                "a must be > %s on this lattice where b = 0, or p cannot be normalised, was %s".formatted(least, least),
                refused.getMessage());
    }

    private static boolean check(Model model, Couplings couplings, Lattice lattice) {
        model.check(couplings, lattice);
        return true;
    }

    @ParameterizedTest
    @CsvSource({
        "phi4-next, 'phi4-next needs a lattice of two or three dimensions, which has diagonals'",
        "phi4-network, 'phi4-network needs a graph of two layers, this one has 3'"
    })
    void aModelSaysWhatLatticeItNeeds(String name, String message) {
        Model model = Models.CATALOG.make(name, Map.of());
        List<Graph.Bond> bonds = List.of(new Graph.Bond(0, 1, 1), new Graph.Bond(1, 2, 1), new Graph.Bond(0, 2, 1));
        Couplings couplings = Pair.of(name, "heat-bath").couplings();
        Refused refused = refused(() -> check(model, couplings, new Lattice(new Graph(3, bonds))));
        assertEquals("kind", refused.path());
        assertEquals(message, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, OPEN, 'rows must be 1..16777216, was 0'",
        "1, 1, OPEN, 'a lattice must have two sites or more'",
        "4, 20000000, TORUS, 'columns must be 1..16777216, was 20000000'",
        "4, 5, TORUS, 'columns of a torus must be even (it is two-coloured), was 5'",
        "7, 4, TORUS, 'rows of a torus must be even (it is two-coloured), was 7'"
    })
    void impossibleLatticesAreRefusedWithTheValue(int rows, int columns, Boundary boundary, String message) {
        assertEquals(
                message, refused(() -> new Lattice(rows, columns, boundary)).getMessage());
    }

    @Test
    void aPatchTooLargeForAnArrayIsRefused() {
        Lattice huge = new Lattice(1 << 20, 1 << 20, Boundary.TORUS);
        Refused refused = refused(() -> new Cut(huge, 4, 4));
        assertEquals("blocks", refused.path());
        assertTrue(refused.getMessage().contains("a block must have at most 268435456 sites"), refused.getMessage());
    }

    private static Refused refused(Supplier<?> wish) {
        return assertThrows(Refused.class, wish::get);
    }
}
