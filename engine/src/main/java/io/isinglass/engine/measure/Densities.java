package io.isinglass.engine.measure;

import io.isinglass.engine.math.Elementary;

/**
 * ln Z of several runs from the pooled histogram of a statistic T: the solution of
 * Z_k = Σ_T H(T) exp(θ_k T) / Σ_j n_j exp(θ_j T) / Z_j.
 *
 * @param couplings θ of each run
 * @param lengths n of each run
 * @param values those that T took in any run
 * @param counts H: how often it took each in all runs together
 * @param logZ of each run, 0 for the first
 */
record Densities(double[] couplings, double[] lengths, double[] values, double[] counts, double[] logZ) {

    /*
     * The equations [1, 2] are the stationary point of a convex function of ln Z: the expected measurements of each
     * run are as many as there were. Newton's step is taken where it brings them nearer, the fixed-point iteration
     * of [1] where not.
     *
     * [1] Ferrenberg & Swendsen: Optimized Monte Carlo data analysis (1989)
     * [2] Shirts & Chodera: Statistically optimal analysis of samples from multiple equilibrium states (2008)
     */

    private static final int MOST = 10_000;
    private static final double CLOSE = 1e-11;

    /** Iterates from {@code logZ} until the equations hold. */
    Densities solved() {
        Densities now = this;
        double gap = now.gap(now.expected());
        for (int step = 0; step < MOST; step++) {
            if (gap < CLOSE) {
                return now;
            }
            double[] expected = now.expected();
            Densities next = now.newton(expected);
            double nextGap = next.gap(next.expected());
            if (!(nextGap < gap)) {
                next = now.iterated(expected);
                nextGap = next.gap(next.expected());
            }
            now = next;
            gap = nextGap;
        }
        throw new ArithmeticException(
                "histograms that hardly overlap: ln Z is not found, the expected share of a run is off by " + gap);
    }

    /** ln of the density of states by the pooled histogram, up to the counts: −ln Σ_j n_j exp(θ_j T) / Z_j. */
    double logDensity(double t) {
        double top = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < couplings.length; j++) {
            top = Math.max(top, couplings[j] * t - logZ[j]);
        }
        double sum = 0;
        for (int j = 0; j < couplings.length; j++) {
            sum += lengths[j] * Elementary.exp(couplings[j] * t - logZ[j] - top);
        }
        return -top - Elementary.log(sum);
    }

    /** The part that each run has in each value: of one value, parts add up to 1. */
    private double[][] parts() {
        double[][] parts = new double[couplings.length][values.length];
        for (int v = 0; v < values.length; v++) {
            double density = logDensity(values[v]);
            for (int k = 0; k < couplings.length; k++) {
                parts[k][v] = lengths[k] * Elementary.exp(couplings[k] * values[v] - logZ[k] + density);
            }
        }
        return parts;
    }

    /** How many measurements of each run the histogram and ln Z let expect. */
    private double[] expected() {
        double[][] parts = parts();
        double[] expected = new double[couplings.length];
        for (int k = 0; k < expected.length; k++) {
            for (int v = 0; v < values.length; v++) {
                expected[k] += counts[v] * parts[k][v];
            }
        }
        return expected;
    }

    private double gap(double[] expected) {
        double gap = 0;
        for (int k = 0; k < expected.length; k++) {
            gap = Math.max(gap, Math.abs(expected[k] / lengths[k] - 1));
        }
        return gap;
    }

    private Densities iterated(double[] expected) {
        double[] next = new double[logZ.length];
        for (int k = 0; k < next.length; k++) {
            next[k] = logZ[k] + Elementary.log(expected[k] / lengths[k]);
        }
        return with(next);
    }

    private Densities newton(double[] expected) {
        double[][] parts = parts();
        int free = couplings.length - 1;
        double[][] system = new double[free][free + 1];
        for (int i = 0; i < free; i++) {
            for (int j = 0; j < free; j++) {
                for (int v = 0; v < values.length; v++) {
                    system[i][j] -= counts[v] * parts[i + 1][v] * parts[j + 1][v];
                }
            }
            system[i][i] += expected[i + 1];
            system[i][free] = expected[i + 1] - lengths[i + 1];
        }
        double[] step = eliminated(system);
        double[] next = logZ.clone();
        for (int i = 0; i < free; i++) {
            next[i + 1] += step[i];
        }
        return with(next);
    }

    private Densities with(double[] next) {
        double[] shifted = new double[next.length];
        for (int k = 0; k < next.length; k++) {
            shifted[k] = next[k] - next[0];
        }
        return new Densities(couplings, lengths, values, counts, shifted);
    }

    /** The solution of a positive definite system by Gauss's elimination; the right side is the last column. */
    private static double[] eliminated(double[][] system) {
        int n = system.length;
        for (int pivot = 0; pivot < n; pivot++) {
            for (int row = pivot + 1; row < n; row++) {
                double factor = system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column <= n; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--) {
            double rest = system[row][n];
            for (int column = row + 1; column < n; column++) {
                rest -= system[row][column] * solution[column];
            }
            solution[row] = rest / system[row][row];
        }
        return solution;
    }
}
