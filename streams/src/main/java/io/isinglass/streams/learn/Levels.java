package io.isinglass.streams.learn;

import io.isinglass.engine.kernel.Configuration;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states of a few spins by their statistics T: each T that occurs, how many states have it, and which. */
final class Levels {

    /** More sites have too many states to be gone through. */
    static final int MOST_SITES = 20;

    private final double[][] statistics;
    private final double[] states;
    private final int[] levels;

    /** Goes through all states of so many sites. */
    Levels(Configuration configuration, int sites) {
        Map<Level, Integer> numbers = new HashMap<>();
        int[] asFound = new int[1 << sites];
        double[] spins = new double[sites];
        for (int state = 0; state < asFound.length; state++) {
            for (int site = 0; site < sites; site++) {
                spins[site] = (state >> site & 1) == 1 ? 1 : -1;
            }
            configuration.show(spins);
            asFound[state] = numbers.computeIfAbsent(new Level(configuration.statistics()), _ -> numbers.size());
        }
        List<Level> found = new ArrayList<>(numbers.keySet());
        // The order of a hash map is no order: sums must be the same everywhere.
        found.sort((a, b) -> Arrays.compare(a.statistics(), b.statistics()));
        int[] places = new int[found.size()];
        for (int level = 0; level < places.length; level++) {
            places[numbers.get(found.get(level))] = level;
        }
        this.statistics = found.stream().map(Level::statistics).toArray(double[][]::new);
        this.states = new double[places.length];
        this.levels = Arrays.stream(asFound).map(number -> places[number]).toArray();
        for (int level : levels) {
            states[level]++;
        }
    }

    /** What states have in common. The array is never written to. */
    private record Level(double[] statistics) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Level(double[] others) && Arrays.equals(statistics, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(statistics);
        }

        @Override
        public String toString() {
            return Arrays.toString(statistics);
        }
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

    /** ln of the sum of exp(θ·T) over all states that hold these spins, ±1, and anything where they are NaN or 0. */
    double logZ(Couplings couplings, double[] seen) {
        int held = 0;
        int free = 0;
        for (int site = 0; site < seen.length; site++) {
            held |= seen[site] > 0 ? 1 << site : 0;
            free |= Math.abs(seen[site]) > 0 ? 0 : 1 << site;
        }
        double top = Double.NEGATIVE_INFINITY;
        double[] exponents = new double[statistics.length];
        for (int level = 0; level < exponents.length; level++) {
            exponents[level] = exponent(couplings, statistics[level]);
            top = Math.max(top, exponents[level]);
        }
        double sum = 0;
        // All subsets of the free sites, the next one below each.
        for (int state = free; state >= 0; state = state == 0 ? -1 : state - 1 & free) {
            sum += Elementary.exp(exponents[levels[held | state]] - top);
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
