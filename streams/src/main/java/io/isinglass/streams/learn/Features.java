package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each spin of a network is foreseen from: 1, the levels of the factors, its neighbours now, and for every record back
 * itself and its neighbours then.
 */
final class Features {

    /*
     * Priors. Fields of a level may be large, so their deviation is 1. A coupling of one of n neighbours is of the order of
     * 1/√n, and all of a site may have a common mean, of the order of 1/n; lagged ones are smaller. These are scales,
     * not settings; they were found on the flights of the demo. How strong the ties of other records are by themselves
     * beside these is found out: see Rivals.
     */

    private static final double LEVEL = 1;
    private static final double FACTOR = 0.2;
    private static final double COUPLING = 0.0625;
    private static final double COMMON = 4;
    private static final double LAGGED = 0.012;
    private static final double COMMON_LAGGED = 0.16;
    private static final double SELF = 0.05;

    private final Graph graph;
    private final int levels;
    private final int lags;
    private final Map<Integer, double[]> features = new HashMap<>();

    /** Of the sites of a graph, with so many levels of factors, so many records back. */
    Features(Graph graph, int levels, int lags) {
        this.graph = graph;
        this.levels = levels;
        this.lags = lags;
    }

    /**
     * What a record is seen in.
     *
     * @param places where it stands among the levels of each factor
     * @param before what was seen before, newest first; as much as is known without a gap
     */
    record Situation(int[] places, double[][] before) {}

    /**
     * What is expected of couplings.
     *
     * @param strength how large a single one is, beside those of the flights
     * @param common whether those of a site have something in common
     */
    record Ties(double strength, boolean common) {}

    int count(int site) {
        return firstLag(site) + lags * (1 + graph.neighbours(site));
    }

    /** The feature that is the first neighbour of any site. */
    int firstNeighbour() {
        return 1 + levels;
    }

    /** The feature that is the site itself one record back; its neighbours then follow. */
    int firstLag(int site) {
        return firstNeighbour() + graph.neighbours(site);
    }

    /**
     * Parameters that are expected alike, before any record.
     *
     * @param own the variance of each
     * @param common that of what all of them have in common
     */
    record Group(int from, int count, double own, double common) {

        int end() {
            return from + count;
        }
    }

    /** How many parameters there are in these groups. */
    static int count(List<Group> groups) {
        return groups.getLast().end();
    }

    /** The parameters of a site, one group after the other. */
    List<Group> prior(int site, Ties ties) {
        double square = ties.strength() * ties.strength();
        double common = ties.common() ? 1 : 0;
        int n = graph.neighbours(site);
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(0, 1, LEVEL, 0));
        groups.add(new Group(1, levels, FACTOR, 0));
        groups.add(new Group(firstNeighbour(), n, square * COUPLING / n, common * COMMON / n / n));
        for (int lag = 0; lag < lags; lag++) {
            int self = firstLag(site) + lag * (1 + n);
            groups.add(new Group(self, 1, SELF / (1 + 2 * lag), 0));
            groups.add(new Group(self + 1, n, square * LAGGED / n / (1 + lag), common * COMMON_LAGGED / n / n));
        }
        return groups;
    }

    /** The features of a site where the sites are {@code now}; good until the next call. */
    double[] of(int site, double[] now, Situation in) {
        double[] f = features.computeIfAbsent(count(site), double[]::new);
        Arrays.fill(f, 0);
        f[0] = 1;
        for (int place : in.places()) {
            f[1 + place] = 1;
        }
        neighbours(site, now, f, firstNeighbour());
        int at = firstLag(site);
        for (double[] then : in.before()) {
            f[at] = then[site];
            neighbours(site, then, f, at + 1);
            at += 1 + graph.neighbours(site);
        }
        return f;
    }

    private void neighbours(int site, double[] values, double[] into, int at) {
        int count = graph.neighbours(site);
        if (count == values.length - 1) {
            // All others, in their order.
            System.arraycopy(values, 0, into, at, site);
            System.arraycopy(values, site + 1, into, at + site, count - site);
            return;
        }
        int[] others = graph.others();
        int start = graph.start(site);
        for (int k = 0; k < count; k++) {
            into[at + k] = values[others[start + k]];
        }
    }
}
