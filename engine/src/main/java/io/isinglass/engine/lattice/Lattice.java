package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A lattice of depth × rows × columns sites. An axis of length 1 is none: so a chain is 1 × 1 × n, a square lattice
 * 1 × n × n. A graph has its n sites in one row.
 *
 * <p>It is coloured by global coordinates so that no two sites of one colour interact, and a colour may move at once: two
 * colours for nearest neighbours, and 2ᵈ where also the diagonals bind. On a torus that asks for even lengths.
 */
public record Lattice(int depth, int rows, int columns, Boundary boundary, Bonds bonds) {

    /** The largest depth or number of rows or columns; an address of noise has room for 2^31 columns. */
    public static final int LONGEST = 1 << 24;

    private static final long MOST_ROWS = 1L << 30;

    public Lattice {
        checkLength("depth", depth, boundary, bonds);
        checkLength("rows", rows, boundary, bonds);
        checkLength("columns", columns, boundary, bonds);
        if ((long) depth * rows > MOST_ROWS) {
            throw new Refused("depth", "depth x rows must be at most 2^30, was " + (long) depth * rows);
        }
        if ((long) depth * rows * columns < 2) {
            throw new Refused("columns", "a lattice must have two sites or more");
        }
        if (bonds instanceof Graph graph && (depth != 1 || rows != 1 || columns != graph.sites())) {
            throw new Refused("columns", "a graph of " + graph.sites() + " sites is one row of as many columns");
        }
    }

    /** A square lattice whose nearest neighbours are bound. */
    public Lattice(int rows, int columns, Boundary boundary) {
        this(1, rows, columns, boundary, Bonds.NEAREST);
    }

    /** The sites of a graph. */
    public Lattice(Graph graph) {
        this(1, 1, graph.sites(), Boundary.OPEN, graph);
    }

    private static void checkLength(String name, int length, Boundary boundary, Bonds bonds) {
        if (length < 1 || length > LONGEST) {
            throw new Refused(name, name + " must be 1.." + LONGEST + ", was " + length);
        }
        if (boundary == Boundary.TORUS && length % 2 != 0 && length != 1 && bonds instanceof Regular) {
            throw new Refused(name, name + " of a torus must be even (it is two-coloured), was " + length);
        }
    }

    public long sites() {
        return (long) depth * rows * columns;
    }

    /** The number of axes along which it extends. */
    public int dimensions() {
        return (int) Arrays.stream(new int[] {depth, rows, columns})
                .filter(length -> length > 1)
                .count();
    }

    /** The number of bonds to nearest neighbours; on a torus two sites long, two sites are bound twice, once each way. */
    public long countBonds() {
        return countBonds(0);
    }

    /** The number of bonds of a ring: 0 for nearest neighbours and for a graph, 1 for diagonals. */
    public long countBonds(int ring) {
        if (bonds instanceof Graph graph) {
            return ring == 0 ? graph.count() : 0;
        }
        return sides().stream()
                .filter(side -> side.isForward() && side.ring() == ring)
                .mapToLong(this::countBonds)
                .sum();
    }

    private long countBonds(Side side) {
        if (boundary == Boundary.TORUS) {
            return sites();
        }
        return (long) (depth - Math.abs(side.inward()))
                * (rows - Math.abs(side.down()))
                * (columns - Math.abs(side.right()));
    }

    /** The directions in which a site has neighbours; a graph has none. */
    public List<Side> sides() {
        return switch (bonds) {
            case Graph _ -> List.of();
            case Regular regular ->
                Arrays.stream(Side.values())
                        .filter(side -> side.ring() < regular.rings() && isWithin(side))
                        .toList();
        };
    }

    private boolean isWithin(Side side) {
        return (side.inward() == 0 || depth > 1)
                && (side.down() == 0 || rows > 1)
                && (side.right() == 0 || columns > 1);
    }

    public int colours() {
        return switch (bonds) {
            case Graph graph -> graph.colours();
            case Regular regular -> regular.rings() == 1 ? 2 : 1 << Math.max(1, dimensions());
        };
    }

    /** The colour of a site, also of one counted on beyond the edge of a torus. */
    public int colour(int z, int y, int x) {
        return switch (bonds) {
            case Graph graph -> graph.colour(x);
            case Regular regular when regular.rings() == 1 || dimensions() < 2 -> z + y + x & 1;
            case Regular _ -> {
                int colour = depth > 1 ? z & 1 : 0;
                colour = rows > 1 ? colour << 1 | y & 1 : colour;
                yield columns > 1 ? colour << 1 | x & 1 : colour;
            }
        };
    }

    /** The number of sites of a colour, where there are two. */
    public long sites(int colour) {
        return bonds instanceof Graph graph ? graph.sites(colour).length : (sites() + 1 - colour) / 2;
    }

    /** The weight of the bond of a regular lattice that leaves a site in a direction, be it there or not. */
    double weight(Regular regular, int z, int y, int x, Side side) {
        boolean forward = side.isForward();
        int plane = Math.floorMod(z + (forward ? 0 : side.inward()), depth);
        int row = Math.floorMod(y + (forward ? 0 : side.down()), rows);
        int column = Math.floorMod(x + (forward ? 0 : side.right()), columns);
        return regular.weights().of(plane * rows + row, column, forward ? side : side.opposite());
    }

    /** No site of this colour is bound more strongly in this ring: the largest sum of sizes of the weights of a site's bonds. */
    public double strongest(int ring, int colour) {
        return switch (bonds) {
            case Graph graph ->
                ring != 0
                        ? 0
                        : Arrays.stream(graph.sites(colour))
                                .mapToDouble(graph::strength)
                                .max()
                                .orElse(0);
            case Regular regular -> {
                List<Side> sides =
                        sides().stream().filter(side -> side.ring() == ring).toList();
                // Where all bonds are alike, none has more of them than the site in the middle.
                yield regular.isUniform()
                        ? strength(regular, depth / 2, rows / 2, columns / 2, sides)
                        : strongest(regular, sides, colour);
            }
        };
    }

    private double strongest(Regular regular, List<Side> sides, int colour) {
        double most = 0;
        for (int z = 0; z < depth; z++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    if (colour(z, y, x) == colour) {
                        most = Math.max(most, strength(regular, z, y, x, sides));
                    }
                }
            }
        }
        return most;
    }

    private double strength(Regular regular, int z, int y, int x, List<Side> sides) {
        Patch whole = Patch.of(this);
        return sides.stream()
                .mapToDouble(side -> Math.abs(whole.weight(regular, z, y, x, side)))
                .sum();
    }

    /** The same over all colours. */
    public double strongest(int ring) {
        return IntStream.range(0, colours())
                .mapToDouble(colour -> strongest(ring, colour))
                .max()
                .orElse(0);
    }
}
