package io.isinglass.engine.kernel;

import io.isinglass.engine.lattice.Graph;
import java.util.stream.IntStream;

/**
 * The bonds of a graph with real weights.
 *
 * @param starts where the neighbours of each site begin among {@code others}, and, last, where those of the last one end
 * @param others the neighbours of all sites, each site's in the order of their numbers
 * @param weights the weights of the bonds to them
 */
record RealBonds(int[] starts, int[] others, double[] weights) {

    static RealBonds all(Graph graph) {
        int[] starts = IntStream.rangeClosed(0, graph.sites())
                .map(site -> site < graph.sites() ? graph.start(site) : graph.others().length)
                .toArray();
        return new RealBonds(starts, graph.others(), graph.weights());
    }

    /** The bonds of each site to neighbours of lower colours: so each bond is there once. */
    static RealBonds lower(Graph graph) {
        int[] starts = new int[graph.sites() + 1];
        int[] others = new int[graph.count()];
        double[] weights = new double[graph.count()];
        int end = 0;
        for (int site = 0; site < graph.sites(); site++) {
            for (int bond = graph.start(site); bond < graph.start(site) + graph.neighbours(site); bond++) {
                if (graph.colour(graph.others()[bond]) < graph.colour(site)) {
                    others[end] = graph.others()[bond];
                    weights[end++] = graph.weights()[bond];
                }
            }
            starts[site + 1] = end;
        }
        return new RealBonds(starts, others, weights);
    }
}
