package io.isinglass.streams.learn;

import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@link ActionFit} for many statistics of configurations that are independent of each other: sums and products alone. */
final class LocalFit implements Memory {

    /** A fit that leaves no more than this part of D's variance is exact. */
    private static final double EXACT = 1e-12;

    /** So many configurations for each parameter, or a fit is not believed. */
    private static final int FEWEST = 4;

    private final int terms;
    private final double[] means;
    private final double[][] products;
    private long count;

    /** Nothing yet of so many statistics. */
    LocalFit(int terms) {
        this.terms = terms;
        this.means = new double[terms + 1];
        this.products = new double[terms + 1][terms + 1];
    }

    /** Adds a configuration: its statistics and, last, its D. */
    void add(double[] row) {
        count++;
        double[] before = new double[terms + 1];
        for (int k = 0; k <= terms; k++) {
            before[k] = row[k] - means[k];
            means[k] += before[k] / count;
        }
        // Welford: by deviations from the means, or variances would drown in the squares of these.
        for (int k = 0; k <= terms; k++) {
            for (int l = 0; l <= k; l++) {
                products[k][l] = Math.fma(before[k], row[l] - means[l], products[k][l]);
            }
        }
    }

    long count() {
        return count;
    }

    /** Whether there are enough configurations for what is to be known. */
    boolean isEnough() {
        return count >= (long) FEWEST * (terms + 1);
    }

    /** The c by which the variance of D is least. */
    double[] slopes() {
        double[][] covariances = new double[terms][];
        System.arraycopy(products, 0, covariances, 0, terms);
        return LeastSquares.slopes(covariances, descents());
    }

    private double[] descents() {
        double[] descents = new double[terms];
        for (int k = 0; k < terms; k++) {
            descents[k] = -products[terms][k];
        }
        return descents;
    }

    /** ⟨D⟩. */
    double bound() {
        return means[terms];
    }

    /** The variance of D. */
    double variance() {
        return products[terms][terms] / count;
    }

    /** The part of D's variance that c takes away: the square of the gradient in the metric of the Fisher information. */
    double explained() {
        double[] slopes = slopes();
        double[] descents = descents();
        double sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += slopes[k] * descents[k];
        }
        return Math.max(0, sum) / count;
    }

    /** χ² of c, as many degrees of freedom as there are statistics if it is nothing but noise; infinite where exact. */
    double standing() {
        if (!isEnough() || variance() == 0) {
            return 0;
        }
        double explained = explained();
        double left = variance() - explained;
        return left <= EXACT * variance() ? Double.POSITIVE_INFINITY : (count - terms - 1) * explained / left;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeLong(count);
        Numerals.write(out, means, means.length);
        for (double[] row : products) {
            Numerals.write(out, row, row.length);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        count = in.readLong();
        Numerals.read(in, means, means.length);
        for (double[] row : products) {
            Numerals.read(in, row, row.length);
        }
    }

    private Mark mark() {
        return new Mark("a fit of %d local couplings".formatted(terms));
    }
}
