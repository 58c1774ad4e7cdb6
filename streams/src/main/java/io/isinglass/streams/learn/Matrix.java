package io.isinglass.streams.learn;

import io.isinglass.streams.learn.CouplingMap.Bound;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Couplings of pairs of sites as a table with the sites along both edges, in an order in which strong ties stand together.
 *
 * @param name of its file; the title says what is shown
 * @param sites their names, in that order
 * @param cells those that are shown, by the places of their sites
 */
public record Matrix(String name, String title, List<String> sites, List<Cell> cells) implements Drawing {

    /*
     * The order is that of the Fiedler vector of the ties' strengths, which places sites on a line so that Σ |J| (x − x′)² is
     * least (Barnard, Pothen, Simon 1995). It is found by powers, always as many, from a start that the numbers of the sites
     * make: the same ties have the same order. Sites that are not bound to each other by any way stand apart.
     */

    private static final int POWERS = 1000;
    private static final double SIGMAS = 3;

    /** More than this many nobody can tell apart, and browsers draw slowly. */
    private static final int MOST = 5_000;

    /** The coupling of the sites at two places, the former before the latter. */
    public record Cell(int one, int other, double strength, double error) {}

    public Matrix {
        sites = List.copyOf(sites);
        cells = List.copyOf(cells);
    }

    /** Those of these couplings that are beyond three of their errors; of very many the strongest. */
    static Matrix of(Schema schema, int sites, List<Bound> couplings) {
        List<Bound> known = shown(couplings.stream().filter(Bound::isKnown).toList());
        int[] order = order(sites, known);
        int[] place = new int[sites];
        for (int at = 0; at < sites; at++) {
            place[order[at]] = at;
        }
        return new Matrix(
                "matrix",
                "%d couplings of %d, beyond %.0f of their errors%s"
                        .formatted(
                                known.size(), couplings.size(), SIGMAS, known.size() < MOST ? "" : ", the strongest"),
                IntStream.of(order).mapToObj(schema::site).toList(),
                known.stream().map(bound -> cell(bound, place)).toList());
    }

    private static List<Bound> shown(List<Bound> known) {
        return known.size() <= MOST
                ? known
                : known.stream()
                        .sorted(Comparator.comparingDouble(bound -> -Math.abs(bound.mean())))
                        .limit(MOST)
                        .toList();
    }

    private static Cell cell(Bound bound, int[] place) {
        int one = place[bound.one()];
        int other = place[bound.other()];
        return new Cell(Math.min(one, other), Math.max(one, other), bound.mean(), bound.error());
    }

    private static int[] order(int sites, List<Bound> known) {
        double[] degrees = new double[sites];
        for (Bound bound : known) {
            degrees[bound.one()] += Math.abs(bound.mean());
            degrees[bound.other()] += Math.abs(bound.mean());
        }
        double shift = 2 * Arrays.stream(degrees).max().orElse(0);
        double[] x = new double[sites];
        for (int site = 0; site < sites; site++) {
            x[site] = site * 0.618033988749895 % 1;
        }
        for (int power = 0; power < POWERS; power++) {
            x = centred(next(x, known, degrees, shift));
        }
        double[] line = x;
        return IntStream.range(0, sites)
                .boxed()
                .sorted(Comparator.comparingDouble(site -> line[site]))
                .mapToInt(site -> site)
                .toArray();
    }

    /** (shift − L) x, L the Laplacian of the ties. */
    private static double[] next(double[] x, List<Bound> known, double[] degrees, double shift) {
        double[] next = new double[x.length];
        for (int site = 0; site < x.length; site++) {
            next[site] = (shift - degrees[site]) * x[site];
        }
        for (Bound bound : known) {
            double tie = Math.abs(bound.mean());
            next[bound.one()] += tie * x[bound.other()];
            next[bound.other()] += tie * x[bound.one()];
        }
        return next;
    }

    /** Less its mean, of length 1. */
    private static double[] centred(double[] x) {
        double mean = 0;
        for (double each : x) {
            mean += each / x.length;
        }
        double square = 0;
        for (double each : x) {
            square += (each - mean) * (each - mean);
        }
        double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
        double[] centred = new double[x.length];
        for (int site = 0; site < x.length; site++) {
            centred[site] = scale * (x[site] - mean);
        }
        return centred;
    }
}
