package io.isinglass.streams.learn;

import io.isinglass.engine.kernel.Configuration;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states of a few spins by their statistics T: each T that occurs, and how many states have it. */
final class Levels {

    /** More sites have too many states to be gone through. */
    static final int MOST_SITES = 20;

    private final double[][] statistics;
    private final double[] states;

    /** Goes through all states of so many sites. */
    Levels(Configuration configuration, int sites) {
        Map<List<Double>, Integer> counts = new HashMap<>();
        double[] spins = new double[sites];
        for (int state = 0; state < 1 << sites; state++) {
            for (int site = 0; site < sites; site++) {
                spins[site] = (state >> site & 1) == 1 ? 1 : -1;
            }
            configuration.show(spins);
            counts.merge(Arrays.stream(configuration.statistics()).boxed().toList(), 1, Integer::sum);
        }
        List<List<Double>> found = new ArrayList<>(counts.keySet());
        // The order of a hash map is no order: sums must be the same everywhere.
        found.sort((a, b) -> Arrays.compare(values(a), values(b)));
        this.statistics = found.stream().map(Levels::values).toArray(double[][]::new);
        this.states = found.stream().mapToDouble(counts::get).toArray();
    }

    private static double[] values(List<Double> boxed) {
        return boxed.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** ln Z. */
    double logZ(Couplings couplings) {
        double top = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int level = 0; level < states.length; level++) {
            double exponent = exponent(couplings, statistics[level]);
            if (exponent > top) {
                sum *= Elementary.exp(top - exponent);
                top = exponent;
            }
            sum += states[level] * Elementary.exp(exponent - top);
        }
        return top + Elementary.log(sum);
    }

    /** θ·T. */
    static double exponent(Couplings couplings, double[] statistics) {
        double sum = 0;
        for (int k = 0; k < couplings.values().length; k++) {
            sum = Math.fma(couplings.at(k), statistics[k], sum);
        }
        return sum;
    }
}
