package io.isinglass.engine.kernel;

import io.isinglass.engine.lattice.Graph;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The bonds of a graph with small whole weights, as lists of units: a bond of weight ±w is w units of weight ±1.
 *
 * <p>The units of a site are cut into pieces of 255 at most, so that what a piece adds up fits a byte.
 */
final class WholeBonds {

    /** The largest number of units that a bond may have. */
    private static final int HEAVIEST = 8;

    private static final int PIECE = 255;

    private final int[] pieces;
    private final int[] starts;
    private final int[] negatives;
    private final int[] others;
    private final int[][] narrow;
    private final int[][] wide;
    private int most;

    private WholeBonds(Graph graph, boolean lowerOnly) {
        this.pieces = new int[graph.sites() + 1];
        int[][] units = new int[graph.sites()][];
        int[] positive = new int[graph.sites()];
        for (int site = 0; site < graph.sites(); site++) {
            int[] plus = units(graph, site, lowerOnly, 1);
            int[] minus = units(graph, site, lowerOnly, -1);
            positive[site] = plus.length;
            units[site] =
                    IntStream.concat(Arrays.stream(plus), Arrays.stream(minus)).toArray();
            pieces[site + 1] = pieces[site] + Math.max(1, (units[site].length + PIECE - 1) / PIECE);
            most = Math.max(most, units[site].length);
        }
        this.others = Arrays.stream(units).flatMapToInt(Arrays::stream).toArray();
        this.starts = new int[pieces[graph.sites()] + 1];
        this.negatives = new int[pieces[graph.sites()]];
        cut(units, positive);
        this.narrow = select(graph, units, 0, Chances.NARROW);
        this.wide = select(graph, units, Chances.NARROW + 1, Integer.MAX_VALUE);
    }

    /** All bonds. */
    static WholeBonds all(Graph graph) {
        return new WholeBonds(graph, false);
    }

    /** The bonds of each site to neighbours of lower colours: so each bond is there once. */
    static WholeBonds lower(Graph graph) {
        return new WholeBonds(graph, true);
    }

    /** Whether all weights of a graph are small whole numbers. */
    static boolean suit(Graph graph) {
        return Arrays.stream(graph.weights()).allMatch(w -> w == Math.rint(w) && Math.abs(w) <= HEAVIEST);
    }

    /** A site's neighbours whose weights have this sign, each as often as it has units. */
    private static int[] units(Graph graph, int site, boolean lowerOnly, int sign) {
        return IntStream.range(graph.start(site), graph.start(site) + graph.neighbours(site))
                .filter(bond -> !lowerOnly || graph.colour(graph.others()[bond]) < graph.colour(site))
                .flatMap(bond -> IntStream.generate(() -> graph.others()[bond])
                        .limit(Math.max(0, (long) (sign * graph.weights()[bond]))))
                .toArray();
    }

    private void cut(int[][] units, int[] positive) {
        int first = 0;
        for (int site = 0; site < units.length; site++) {
            for (int piece = pieces[site]; piece < pieces[site + 1]; piece++) {
                int start = first + (piece - pieces[site]) * PIECE;
                int end = Math.min(start + PIECE, first + units[site].length);
                starts[piece] = start;
                starts[piece + 1] = end;
                negatives[piece] = Math.clamp(first + positive[site], start, end);
            }
            first += units[site].length;
        }
    }

    private static int[][] select(Graph graph, int[][] units, int least, int most) {
        return IntStream.range(0, graph.colours())
                .mapToObj(colour -> Arrays.stream(graph.sites(colour))
                        .filter(site -> units[site].length >= least && units[site].length <= most)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The first piece of a site; its last is that before the first of the next. */
    int piece(int site) {
        return pieces[site];
    }

    /** Where the units of a piece begin among {@link #others}; those of the next piece begin where they end. */
    int start(int piece) {
        return starts[piece];
    }

    /** Where the negative units of a piece begin: they are the last ones. */
    int negative(int piece) {
        return negatives[piece];
    }

    int units(int piece) {
        return starts[piece + 1] - starts[piece];
    }

    int negativeUnits(int piece) {
        return starts[piece + 1] - negatives[piece];
    }

    /** The neighbour of each unit. */
    int[] others() {
        return others;
    }

    /** The largest number of units of a site, and so its largest pull. */
    int most() {
        return most;
    }

    /** The sites of a colour whose pull is small. */
    int[] narrow(int colour) {
        return narrow[colour];
    }

    /** All other sites of a colour. */
    int[] wide(int colour) {
        return wide[colour];
    }
}
