package io.isinglass.streams.learn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The complete graph of so many spins, state by state: p(s) ∝ exp(Σ h s + Σ J s s′), its parameters the h and then the J,
 * pair after pair. What there is to know of records by these can be had exactly.
 */
final class AllStates {

    private final int sites;
    private final int parameters;
    private final double[][] statistics;

    AllStates(int sites) {
        this.sites = sites;
        this.parameters = sites * (sites + 1) / 2;
        this.statistics = IntStream.range(0, 1 << sites)
                .mapToObj(state -> statistics(IntStream.range(0, sites)
                        .mapToDouble(site -> (state >> site & 1) * 2 - 1)
                        .toArray()))
                .toArray(double[][]::new);
    }

    /** Where the coupling of a pair stands. */
    int pair(int one, int other) {
        int low = Math.min(one, other);
        return sites + low * sites - low * (low + 1) / 2 + Math.max(one, other) - low - 1;
    }

    private double[] statistics(double[] spins) {
        double[] t = Arrays.copyOf(spins, parameters);
        for (int one = 0; one < sites; one++) {
            for (int other = one + 1; other < sites; other++) {
                t[pair(one, other)] = spins[one] * spins[other];
            }
        }
        return t;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private double logZ(double[] theta) {
        double[] exponents =
                Arrays.stream(statistics).mapToDouble(t -> dot(theta, t)).toArray();
        double top = Arrays.stream(exponents).max().orElseThrow();
        return top
                + Math.log(Arrays.stream(exponents).map(x -> Math.exp(x - top)).sum());
    }

    /** −ln p of each record. */
    double[] losses(double[] theta, List<double[]> records) {
        double logZ = logZ(theta);
        return records.stream()
                .mapToDouble(record -> logZ - dot(theta, statistics(record)))
                .toArray();
    }

    /**
     * The parameters under which the records are most likely, by Newton's ascent; with a prior, the most probable ones.
     *
     * @param precisions of independent Gaussian priors about 0, one a parameter
     */
    double[] mostLikely(List<double[]> records, double[] precisions) {
        double[] mean = new double[parameters];
        records.forEach(record -> add(mean, statistics(record), 1.0 / records.size()));
        double[] theta = new double[parameters];
        double height = height(theta, mean, precisions, records.size());
        for (int step = 0; step < 100; step++) {
            double[] move = newton(theta, mean, precisions, records.size());
            double part = 1;
            double[] next = moved(theta, move, part);
            while (height(next, mean, precisions, records.size()) < height && part > 1e-9) {
                part /= 2;
                next = moved(theta, move, part);
            }
            double reached = height(next, mean, precisions, records.size());
            theta = next;
            if (reached - height < 1e-11) {
                return theta;
            }
            height = reached;
        }
        throw new AssertionError("no top of the likelihood was found");
    }

    private double height(double[] theta, double[] mean, double[] precisions, int records) {
        double prior = 0;
        for (int k = 0; k < parameters; k++) {
            prior += precisions[k] * theta[k] * theta[k] / 2;
        }
        return dot(theta, mean) - logZ(theta) - prior / records;
    }

    private double[] newton(double[] theta, double[] wanted, double[] precisions, int records) {
        double logZ = logZ(theta);
        double[] mean = new double[parameters];
        double[][] curvature = new double[parameters][parameters];
        for (double[] t : statistics) {
            double p = Math.exp(dot(theta, t) - logZ);
            add(mean, t, p);
            for (int k = 0; k < parameters; k++) {
                add(curvature[k], t, p * t[k]);
            }
        }
        double[] slope = new double[parameters];
        for (int k = 0; k < parameters; k++) {
            add(curvature[k], mean, -mean[k]);
            curvature[k][k] += precisions[k] / records + 1e-10;
            slope[k] = wanted[k] - mean[k] - precisions[k] * theta[k] / records;
        }
        return solve(curvature, slope);
    }

    private static double[] moved(double[] from, double[] move, double part) {
        double[] to = from.clone();
        add(to, move, part);
        return to;
    }

    private static void add(double[] to, double[] more, double factor) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * more[k];
        }
    }

    /** By elimination; the matrix is positive definite. */
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[] x = right.clone();
        for (int k = 0; k < n; k++) {
            for (int row = k + 1; row < n; row++) {
                double factor = matrix[row][k] / matrix[k][k];
                for (int column = k; column < n; column++) {
                    matrix[row][column] -= factor * matrix[k][column];
                }
                x[row] -= factor * x[k];
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            for (int column = row + 1; column < n; column++) {
                x[row] -= matrix[row][column] * x[column];
            }
            x[row] /= matrix[row][row];
        }
        return x;
    }
}
