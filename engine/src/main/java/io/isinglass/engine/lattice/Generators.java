package io.isinglass.engine.lattice;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Graphs by rule and by chance; equal seeds give equal graphs. */
final class Generators {

    /** The most bonds of a graph that is made here: those of a complete one of 4096 sites. */
    static final int MOST_BONDS = 1 << 23;

    /** The most neighbours that a regular graph gives to a site. */
    static final int MOST_NEIGHBOURS = 64;

    private static final int ATTEMPTS = 1000;
    private static final int MISSES = 1000;

    /** The weight of a bond between two sites. */
    @FunctionalInterface
    interface Pairwise {

        double of(int one, int other);

        /** By name: 1, or ±1 or normal numbers by chance, both over the root of {@code sites} (Sherrington and Kirkpatrick). */
        static Pairwise named(String kind, Noise noise, int sites) {
            double scale = 1 / Math.sqrt(sites);
            return switch (kind) {
                case "one" -> (_, _) -> 1;
                case "plus-minus" -> (one, other) -> on(noise, one).uniform(other, 0) < 0.5 ? scale : -scale;
                case "gaussian" ->
                    (one, other) -> {
                        Dice dice = on(noise, one);
                        double radius = Math.sqrt(-2 * Elementary.log(1 - dice.uniform(other, 0)));
                        return scale * radius * Elementary.cosineOfTurns(dice.uniform(other, 1));
                    };
                default ->
                    throw new Refused(
                            "bonds.options.weights", "weights must be one, plus-minus or gaussian, was " + kind);
            };
        }

        private static Dice on(Noise noise, int row) {
            Dice dice = noise.dice(0, 0, Noise.BONDS);
            dice.row(row);
            return dice;
        }
    }

    private Generators() {}

    /** The number of sites of the one row that a graph is given. */
    static int sites(Lattice box) {
        if (box.depth() != 1 || box.rows() != 1) {
            throw new Refused(
                    box.rows() != 1 ? "rows" : "depth",
                    "a graph is one row of sites: depth and rows must be 1, were " + box.depth() + " and "
                            + box.rows());
        }
        return box.columns();
    }

    private static void checkBonds(long bonds) {
        if (bonds > MOST_BONDS) {
            throw new Refused("columns", "a graph must have at most " + MOST_BONDS + " bonds, would have " + bonds);
        }
    }

    /** All pairs. */
    static Graph complete(int sites, Pairwise weights) {
        checkBonds((long) sites * (sites - 1) / 2);
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int one = 0; one < sites; one++) {
            bind(one, one + 1, sites, weights, bonds);
        }
        return new Graph(sites, bonds);
    }

    /** Each of the first {@code visible} sites to each of the others. */
    static Graph layers(int sites, int visible, Pairwise weights) {
        if (visible >= sites) {
            throw new Refused(
                    "bonds.options.visible",
                    "visible must be below the number of sites, %d: was %d".formatted(sites, visible));
        }
        checkBonds((long) visible * (sites - visible));
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int one = 0; one < visible; one++) {
            bind(one, visible, sites, weights, bonds);
        }
        return new Graph(sites, bonds);
    }

    /** Binds a site to all from {@code from} to before {@code to}. */
    private static void bind(int one, int from, int to, Pairwise weights, List<Graph.Bond> bonds) {
        for (int other = from; other < to; other++) {
            bonds.add(new Graph.Bond(one, other, weights.of(one, other)));
        }
    }

    /**
     * Every site bound to {@code degree} others, nearly uniform among all such graphs: free ends are joined at random, but
     * none to its own site or twice, from the start again where no such pair is left (Steger and Wormald, 1999).
     */
    static Graph regular(int sites, int degree, Noise noise, Pairwise weights) {
        if (degree >= sites || (long) degree * sites % 2 != 0) {
            throw new Refused(
                    "bonds.options.degree",
                    "degree must be below the number of sites, and their product even: was %d of %d sites"
                            .formatted(degree, sites));
        }
        checkBonds((long) sites * degree / 2);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Dice dice = noise.dice(0, attempt, Noise.BONDS);
            dice.row(0);
            Optional<List<Graph.Bond>> bonds = join(sites, degree, dice, weights);
            if (bonds.isPresent()) {
                return new Graph(sites, bonds.get());
            }
        }
        throw new Refused("bonds.options.degree", "no graph of degree " + degree + " found: take another seed");
    }

    private static Optional<List<Graph.Bond>> join(int sites, int degree, Dice dice, Pairwise weights) {
        int[] ends = new int[sites * degree];
        for (int end = 0; end < ends.length; end++) {
            ends[end] = end / degree;
        }
        List<Graph.Bond> bonds = new ArrayList<>();
        Set<Long> bound = new HashSet<>();
        int misses = 0;
        for (int left = ends.length, draw = 0; left > 0; draw++) {
            int first = (int) (dice.uniform(draw, 0) * left);
            int second = (int) (dice.uniform(draw, 1) * left);
            int one = Math.min(ends[first], ends[second]);
            int other = Math.max(ends[first], ends[second]);
            if (one == other || !bound.add((long) one << 32 | other)) {
                if (++misses == MISSES) {
                    return Optional.empty();
                }
                continue;
            }
            misses = 0;
            bonds.add(new Graph.Bond(one, other, weights.of(one, other)));
            ends[Math.max(first, second)] = ends[--left];
            ends[Math.min(first, second)] = ends[--left];
        }
        return Optional.of(bonds);
    }
}
