package io.isinglass.engine;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wiring;
import io.isinglass.engine.lattice.Wirings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A lattice with a pair that lives on it, and the ways to cut it: what the laws are tried on. */
public record Place(Pair pair, String wiring, Lattice lattice, List<Cut> cuts) {

    /*
     * Every model and kernel of the catalogues on every kind of bonds of the catalogue in every box that fits. What must
     * be given has an example below; a newcomer is among them unasked.
     */

    /** A size with ways to cut it: planes, rows and columns of blocks. */
    public record Box(int depth, int rows, int columns, Boundary boundary, int[]... parts) {}

    private static final Map<String, Object> EXAMPLES = Map.of("visible", 3, "file", "bonds.txt");

    /** Chains, squares and cubes, with edges and without, one of them so short that its bonds are double. */
    public static final List<Box> BOXES = List.of(
            new Box(1, 1, 24, Boundary.TORUS, new int[] {1, 1, 2}, new int[] {1, 1, 24}),
            new Box(1, 1, 15, Boundary.OPEN, new int[] {1, 1, 3}),
            new Box(1, 6, 4, Boundary.TORUS, new int[] {1, 2, 2}, new int[] {1, 6, 1}),
            new Box(1, 9, 5, Boundary.OPEN, new int[] {1, 3, 1}, new int[] {1, 3, 5}),
            new Box(2, 4, 2, Boundary.TORUS, new int[] {2, 1, 1}, new int[] {2, 4, 2}),
            new Box(3, 3, 3, Boundary.OPEN, new int[] {3, 1, 1}, new int[] {1, 3, 3}));

    /** The same so small that all states of a few spins can be added up. */
    public static final List<Box> SMALL = List.of(
            new Box(1, 1, 6, Boundary.TORUS, new int[] {1, 1, 3}),
            new Box(1, 2, 2, Boundary.TORUS, new int[] {1, 2, 1}),
            new Box(1, 2, 3, Boundary.OPEN, new int[] {1, 1, 3}),
            new Box(2, 2, 2, Boundary.TORUS, new int[] {2, 1, 2}));

    /** All places of a pair. */
    public static Stream<Place> of(Pair pair, List<Box> boxes) {
        return boxes.stream()
                .flatMap(box -> Wirings.CATALOG.entries().stream().flatMap(entry -> make(pair, entry, box).stream()));
    }

    private static Optional<Place> make(Pair pair, Catalog.Entry<Wiring> wiring, Box box) {
        Map<String, Object> options = new HashMap<>();
        wiring.options().stream()
                .filter(option -> option.fallback().isEmpty())
                .forEach(option -> options.put(option.name(), EXAMPLES.get(option.name())));
        try {
            Lattice lattice = lattice(
                    Wirings.CATALOG.make(wiring.name(), options), pair.model().rings(), box);
            Place place = new Place(pair, wiring.name(), lattice, cuts(pair, lattice, box));
            return pair.fits(lattice) ? Optional.of(place) : Optional.empty();
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    private static Lattice lattice(Wiring wiring, int rings, Box box) {
        Lattice size = new Lattice(box.depth(), box.rows(), box.columns(), Boundary.OPEN, Bonds.NEAREST);
        return new Lattice(
                box.depth(),
                box.rows(),
                box.columns(),
                box.boundary(),
                wiring.bonds(size, rings, _ -> edges(box.columns())));
    }

    /** The whole, and the parts where it can be cut. */
    private static List<Cut> cuts(Pair pair, Lattice lattice, Box box) {
        Stream<Cut> parts = lattice.bonds() instanceof Graph || pair.kernel().isGlobal()
                ? Stream.of()
                : Arrays.stream(box.parts()).map(p -> new Cut(lattice, p[0], p[1], p[2]));
        return Stream.concat(Stream.of(Cut.whole(lattice)), parts).toList();
    }

    /** A tree with a few chords, in the form of the Gset. */
    private static String edges(int sites) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (int site = 2; site <= sites; site++, count++) {
            text.append("%d %d %s%n".formatted(site / 2, site, site % 3 == 0 ? "-0.5" : "1"));
        }
        for (int site = 4; site <= sites; site += 3, count++) {
            text.append("%d %d 0.75%n".formatted(site, site - 1));
        }
        return sites + " " + count + "\n" + text;
    }

    @Override
    public String toString() {
        return "%s on %s bonds of %d x %d x %d %s"
                .formatted(pair, wiring, lattice.depth(), lattice.rows(), lattice.columns(), lattice.boundary());
    }
}
