package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The regression of D = A − S on some statistics T_k of configurations of p ∝ e^−S, S = −θ·T: by θ + c, with c =
 * −Cov(T)⁻¹ Cov(T, D), the variance of D is least.
 */
final class ActionFit implements Memory {

    /*
     * −Cov(T, D) is minus the gradient of the bound ⟨A − S⟩ + F ≥ F_A on the free energy of A, for ∂S/∂θ = −T and
     * ∂⟨O⟩/∂θ = Cov(T, O); Cov(T) is the Fisher information. So c is a natural-gradient step of unit length. For an A
     * within the family D is linear in T, and the step is exact whatever the configurations [1, 2].
     *
     * Numbers are taken relative to those of the first configuration, or variances would drown in squares of means.
     *
     * [1] Salimans & Knowles: Fixed-form variational posterior approximation through stochastic linear regression (2013)
     * [2] Bachtis, Aarts & Lucini: Quantum field-theoretic machine learning (2021)
     */

    /** What is left of D's variance where D is a sum of terms that cancel but for rounding, for a part of theirs. */
    private static final double ROUNDING = 1e-18;

    /** A fit that leaves no more than this part of D's variance is exact. */
    private static final double EXACT = 1e-12;

    /** So many independent configurations for each parameter, or a fit is not believed. */
    private static final int FEWEST = 10;

    private final int[] terms;
    private final int chains;
    private final Bins bins;
    private final double[] origin;

    /** Nothing yet of the terms of these numbers. */
    ActionFit(int[] terms, int chains) {
        this.terms = terms.clone();
        this.chains = chains;
        this.bins = new Bins(products(terms.length));
        this.origin = new double[terms.length + 1];
    }

    /** Adds configurations that are measured side by side: the D and the sums of all terms of each. */
    void add(double[] excesses, double[][] sums) {
        int n = terms.length;
        double[] row = new double[products(n)];
        for (int chain = 0; chain < chains; chain++) {
            if (bins.count() == 0 && chain == 0) {
                begin(excesses[0], sums[0]);
            }
            double off = excesses[chain] - origin[n];
            row[0] += off / chains;
            row[1] += off * off / chains;
            for (int k = 0; k < n; k++) {
                double t = sums[chain][terms[k]] - origin[k];
                row[single(k)] += t / chains;
                row[mixed(k)] += t * off / chains;
                for (int l = 0; l <= k; l++) {
                    row[pair(k, l)] += t * (sums[chain][terms[l]] - origin[l]) / chains;
                }
            }
        }
        bins.add(row);
    }

    private void begin(double excess, double[] sums) {
        for (int k = 0; k < terms.length; k++) {
            origin[k] = sums[terms[k]];
        }
        origin[terms.length] = excess;
    }

    private static int single(int k) {
        return 2 + k;
    }

    private int mixed(int k) {
        return 2 + terms.length + k;
    }

    private int pair(int k, int l) {
        return 2 + 2 * terms.length + k * (k + 1) / 2 + l;
    }

    /** D, D², and for each of n terms T, T D and its products with itself and those before it. */
    private static int products(int n) {
        return 2 + 2 * n + n * (n + 1) / 2;
    }

    boolean isEmpty() {
        return bins.count() < 2;
    }

    /** c. */
    double[] slopes() {
        return slopes(means());
    }

    private double[] slopes(double[] means) {
        return LeastSquares.slopes(covariances(means), descents(means));
    }

    private double[] means() {
        double[] means = new double[products(terms.length)];
        for (int at = 0; at < means.length; at++) {
            means[at] = bins.mean(at);
        }
        return means;
    }

    private double[][] covariances(double[] means) {
        double[][] covariances = new double[terms.length][terms.length];
        for (int k = 0; k < terms.length; k++) {
            for (int l = 0; l <= k; l++) {
                covariances[k][l] = means[pair(k, l)] - means[single(k)] * means[single(l)];
            }
        }
        return covariances;
    }

    /** Minus the gradient. */
    private double[] descents(double[] means) {
        double[] descents = new double[terms.length];
        for (int k = 0; k < terms.length; k++) {
            descents[k] = means[single(k)] * means[0] - means[mixed(k)];
        }
        return descents;
    }

    /** c_k with its error. */
    Estimate slope(int k) {
        return bins.jackknife(means -> slopes(means)[k]);
    }

    /** ⟨D⟩: the bound without F. */
    Estimate bound() {
        Estimate off = bins.estimate(0);
        return new Estimate(off.mean() + origin[terms.length], off.stderr(), off.tau(), off.size() * chains);
    }

    /** The variance of D. */
    Estimate variance() {
        Estimate variance = bins.jackknife(ActionFit::variance);
        return new Estimate(variance.mean(), variance.stderr(), variance.tau(), variance.size() * chains);
    }

    private static double variance(double[] means) {
        return Math.max(0, means[1] - means[0] * means[0]);
    }

    /** The length of the gradient in the metric of the Fisher information: its square is the variance that c takes away. */
    double gradient() {
        double[] means = means();
        return Math.sqrt(explained(means));
    }

    private double explained(double[] means) {
        double[] slopes = slopes(means);
        double[] descents = descents(means);
        double sum = 0;
        for (int k = 0; k < slopes.length; k++) {
            sum += slopes[k] * descents[k];
        }
        return Math.max(0, sum);
    }

    /**
     * How far c stands out of its noise: χ² of as many degrees of freedom as there are terms, if nothing but noise is there.
     * 0 where D does not vary, but for rounding, and where configurations are too few; infinite where the fit is exact.
     */
    double standing(double[] theta) {
        double[] means = means();
        double variance = variance(means);
        double[][] covariances = covariances(means);
        double scale = 0;
        double size = Double.POSITIVE_INFINITY;
        for (int k = 0; k < terms.length; k++) {
            scale = Math.max(scale, theta[k] * theta[k] * covariances[k][k]);
            if (covariances[k][k] > 0) {
                size = Math.min(size, chains * bins.estimate(mixed(k)).size());
            }
        }
        if (variance <= ROUNDING * scale) {
            return 0;
        }
        int fewest = FEWEST * (terms.length + 1);
        if (bins.count() * chains > fewest && variance - explained(means) <= EXACT * variance) {
            return Double.POSITIVE_INFINITY;
        }
        return size >= fewest ? chiSquare(LeastSquares.factor(covariances)) : 0;
    }

    /** In the directions Lᵀc, L Lᵀ = Cov(T), whose errors hardly depend on each other. */
    private double chiSquare(double[][] factor) {
        double sum = 0;
        for (int k = 0; k < terms.length; k++) {
            int direction = k;
            Estimate along = bins.jackknife(means -> {
                double[] slopes = slopes(means);
                double component = 0;
                for (int l = direction; l < slopes.length; l++) {
                    component += factor[l][direction] * slopes[l];
                }
                return component;
            });
            sum += along.mean() == 0 ? 0 : along.mean() * along.mean() / (along.stderr() * along.stderr());
        }
        return sum;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, origin, origin.length);
        bins.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        Numerals.read(in, origin, origin.length);
        bins.load(in);
    }

    private Mark mark() {
        return new Mark("a fit of %d couplings to %d chains".formatted(terms.length, chains));
    }
}
