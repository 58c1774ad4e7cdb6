package io.isinglass.streams.learn;

import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The means and covariances of a theory's statistics at the parameters at hand, from configurations drawn at these and at
 * others near by, which are carried here to first order.
 */
final class Tangent implements Memory {

    /*
     * A step δ changes ⟨T⟩ by C δ, C = Cov T, up to second order. In units of the statistics' own spread, the second order is
     * about ℓ/2 long, ℓ = δᵀCδ, where the means of K statistics over n configurations err by √(K/n): so 1/n becomes
     * 1/n + ℓ²/4K, and what came from far away is soon outweighed.
     */

    /** So many configurations for each parameter, or they are not believed. */
    private static final int FEWEST = 16;

    private final double[] means;
    private final double[][] covariances;
    private double weight;

    /** Nothing yet of so many statistics. */
    Tangent(int count) {
        this.means = new double[count];
        this.covariances = new double[count][count];
    }

    /** How many configurations drawn here would tell as much. */
    double weight() {
        return weight;
    }

    boolean isEnough() {
        return weight >= (double) FEWEST * (means.length + 1);
    }

    /** Adds the statistics of configurations that were drawn {@code ago} away: the parameters at hand less those then. */
    void add(List<double[]> configurations, double[] ago) {
        double[] carried = times(ago);
        for (double[] statistics : configurations) {
            weight++;
            double[] before = new double[means.length];
            for (int k = 0; k < means.length; k++) {
                before[k] = statistics[k] + carried[k] - means[k];
                means[k] += before[k] / weight;
            }
            for (int k = 0; k < means.length; k++) {
                double after = statistics[k] + carried[k] - means[k];
                for (int l = 0; l <= k; l++) {
                    covariances[k][l] += (before[l] * after - covariances[k][l]) / weight;
                }
            }
        }
    }

    /** Becomes what it is a step away. */
    void carry(double[] step) {
        if (weight == 0) {
            return;
        }
        double[] shift = times(step);
        double length = 0;
        for (int k = 0; k < means.length; k++) {
            means[k] += shift[k];
            length += step[k] * shift[k];
        }
        weight = 1 / (1 / weight + length * length / (4 * means.length));
    }

    /** C times this. */
    double[] times(double[] vector) {
        double[] product = new double[vector.length];
        for (int k = 0; k < vector.length; k++) {
            for (int l = 0; l < k; l++) {
                product[k] = Math.fma(covariances[k][l], vector[l], product[k]);
                product[l] = Math.fma(covariances[k][l], vector[k], product[l]);
            }
            product[k] = Math.fma(covariances[k][k], vector[k], product[k]);
        }
        return product;
    }

    /** The squared length of a step. */
    double length(double[] step) {
        double[] shift = times(step);
        double length = 0;
        for (int k = 0; k < step.length; k++) {
            length += step[k] * shift[k];
        }
        return length;
    }

    /** How far other means are from these. */
    double[] gap(double[] others) {
        double[] gap = new double[means.length];
        for (int k = 0; k < gap.length; k++) {
            gap[k] = others[k] - means[k];
        }
        return gap;
    }

    /** How far other means are from these, in standard deviations, root mean square. */
    double distance(double[] others) {
        double[] gap = gap(others);
        double sum = 0;
        int varying = 0;
        for (int k = 0; k < gap.length; k++) {
            if (covariances[k][k] > 0) {
                sum += gap[k] * gap[k] / covariances[k][k];
                varying++;
            }
        }
        return varying == 0 ? 0 : Math.sqrt(sum / varying);
    }

    /** The step that makes up for a gap, where some parameters take the step that {@code held} says; NaN: they are free. */
    double[] step(double[] gap, double[] held) {
        double[] fixed = new double[held.length];
        for (int k = 0; k < held.length; k++) {
            fixed[k] = Double.isNaN(held[k]) ? 0 : held[k];
        }
        double[] done = times(fixed);
        double[] right = new double[held.length];
        double[][] free = new double[held.length][];
        for (int k = 0; k < held.length; k++) {
            right[k] = Double.isNaN(held[k]) ? gap[k] - done[k] : 0;
            free[k] = new double[k + 1];
            for (int l = 0; l <= k; l++) {
                free[k][l] = Double.isNaN(held[k]) && Double.isNaN(held[l]) ? covariances[k][l] : 0;
            }
        }
        double[] step = LeastSquares.slopes(free, right);
        for (int k = 0; k < step.length; k++) {
            step[k] += fixed[k];
        }
        return step;
    }

    /** C⁻¹, how well one configuration knows the parameters; rows and columns of those that nothing tells of are 0. */
    double[][] inverse() {
        double[][] factor = LeastSquares.factor(covariances);
        int n = means.length;
        double[][] columns = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int row = k; row < n && factor[k][k] != 0; row++) {
                double rest = row == k ? 1 : 0;
                for (int l = k; l < row; l++) {
                    rest -= factor[row][l] * columns[k][l];
                }
                columns[k][row] = factor[row][row] == 0 ? 0 : rest / factor[row][row];
            }
        }
        double[][] inverse = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int l = 0; l <= k; l++) {
                for (int row = k; row < n; row++) {
                    inverse[k][l] += columns[k][row] * columns[l][row];
                }
                inverse[l][k] = inverse[k][l];
            }
        }
        return inverse;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeDouble(weight);
        Numerals.write(out, means, means.length);
        for (int k = 0; k < means.length; k++) {
            Numerals.write(out, covariances[k], k + 1);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        weight = in.readDouble();
        Numerals.read(in, means, means.length);
        for (int k = 0; k < means.length; k++) {
            Numerals.read(in, covariances[k], k + 1);
        }
    }

    private Mark mark() {
        return new Mark("a tangent of %d statistics".formatted(means.length));
    }
}
