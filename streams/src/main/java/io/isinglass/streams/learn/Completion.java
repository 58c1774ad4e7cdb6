package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.Elementary;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A record some of whose values may be missing, completed by what is believed before it is learned from. */
final class Completion {

    /*
     * A neighbour that was not seen counts as its expectation given all that was seen but the site that is foreseen or
     * learned from: what it would be given that site, too, is no evidence for a coupling between them, and taken for evidence
     * it doubles them. Expectations are those of mean field among the missing.
     */

    private static final int SWEEPS = 4;
    private static final int NOBODY = -1;

    private final double[] seen;
    private final Features.Situation in;
    private final int[] missing;
    private final double[] now;
    private final double[] bases;
    private final double[][] couplings;

    /** A record of the sites of a graph, seen in this situation. */
    Completion(double[] seen, Features.Situation in, Graph graph, Features features, Belief[] beliefs) {
        this.seen = seen;
        this.in = in;
        this.missing = IntStream.range(0, seen.length)
                .filter(site -> Double.isNaN(seen[site]))
                .toArray();
        this.now = seen.clone();
        for (int site : missing) {
            now[site] = 0;
        }
        this.bases = new double[missing.length];
        this.couplings = new double[missing.length][];
        for (int k = 0; k < missing.length; k++) {
            Belief belief = beliefs[missing[k]];
            bases[k] = belief.at(features.of(missing[k], now, in));
            couplings[k] = couplings(missing[k], belief, graph, features.firstNeighbour());
        }
    }

    private static double[] couplings(int site, Belief belief, Graph graph, int first) {
        double[] row = new double[graph.sites()];
        for (int k = 0; k < graph.neighbours(site); k++) {
            row[graph.others()[graph.start(site) + k]] = belief.mean(first + k);
        }
        return row;
    }

    double[] seen() {
        return seen;
    }

    Features.Situation in() {
        return in;
    }

    /** How many values are missing. */
    int missing() {
        return missing.length;
    }

    boolean isSeen(int site) {
        return !Double.isNaN(seen[site]);
    }

    /** All values, those missing as they are expected. */
    double[] expected() {
        return Arrays.copyOf(expectedBut(NOBODY), now.length);
    }

    /** All values, those missing as they are expected without knowing what {@code but} was; good until the next call. */
    double[] expectedBut(int but) {
        for (int site : missing) {
            now[site] = 0;
        }
        for (int sweep = 0; missing.length > 0 && sweep < SWEEPS; sweep++) {
            for (int k = 0; k < missing.length; k++) {
                double z = bases[k];
                for (int other : missing) {
                    z = Math.fma(couplings[k][other], now[other], z);
                }
                now[missing[k]] = Elementary.tanh(but == NOBODY ? z : z - couplings[k][but] * now[but]);
            }
        }
        return now;
    }
}
