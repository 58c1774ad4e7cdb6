package io.isinglass.engine.measure;

import java.util.SplittableRandom;

/**
 * The Ising model on a torus of 4 × 4 by its density of states, papers 8.1: what T = Σ s s′ may be, how many states have
 * it, and with what probability at a coupling.
 */
record Enumerated(double[] values, double[] probabilities, double logZ) {

    private static final double[] VALUES = {-32, -24, -20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20, 24, 32};
    private static final double[] STATES = {2, 32, 64, 424, 1728, 6688, 13568, 20524, 13568, 6688, 1728, 424, 64, 32, 2
    };

    static Enumerated ising(double k) {
        double z = 0;
        double[] probabilities = new double[VALUES.length];
        for (int v = 0; v < VALUES.length; v++) {
            probabilities[v] = STATES[v] * Math.exp(k * VALUES[v]);
            z += probabilities[v];
        }
        for (int v = 0; v < VALUES.length; v++) {
            probabilities[v] /= z;
        }
        return new Enumerated(VALUES, probabilities, Math.log(z));
    }

    double mean() {
        return moment(1);
    }

    double variance() {
        return moment(2) - moment(1) * moment(1);
    }

    double moment(int power) {
        double sum = 0;
        for (int v = 0; v < values.length; v++) {
            sum += probabilities[v] * Math.pow(values[v], power);
        }
        return sum;
    }

    /** Independent draws of T. */
    double[] draws(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[n];
        for (int i = 0; i < n; i++) {
            double left = random.nextDouble();
            int v = 0;
            while (v < values.length - 1 && left >= probabilities[v]) {
                left -= probabilities[v++];
            }
            draws[i] = values[v];
        }
        return draws;
    }
}
