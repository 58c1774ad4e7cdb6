package io.isinglass.streams.learn;

import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * The mean statistics of a model near some couplings, to first order, as chains under ever other couplings have shown
 * them: ⟨T⟩_θ ≈ m + C (θ − θ̄), with C = ∂⟨T⟩/∂θ = Cov T, the Fisher information of a configuration.
 */
final class Expansion implements Memory {

    /*
     * Chains under θ_e show m_e; what they would have shown under another θ is m_e + C (θ − θ_e). So no epoch is lost when
     * θ moves on, and the noise of the chains falls with all that they have ever shown, as the noise of data does.
     *
     * The curvature that this leaves out is, at a distance of d = √(δᵀCδ) standard deviations of T, an error of the order
     * of d²/2 of them. The mean of W configurations has a variance of 1/W, and with that error of 1/W + d⁴/4: it counts as
     * so many configurations as would have no error but that.
     *
     * Chains that are independent tell by their scatter how well their mean is known, however long they remember.
     */

    /** The square of a move after which chains are given an epoch to follow. */
    private static final double LONG_MOVE = 0.1;

    /** The square of the distance up to which the first order is believed. */
    private static final double REACH = 1;

    /** The least part of a standard deviation that is left where something is hidden. */
    private static final double LEAST_LEFT = 0.2;

    private static final double LEAST_PART = 1.0 / 32;

    private final int[] terms;
    private final int chains;
    private final double[] last;
    private final double[] centre;
    private final double[] mean;
    private final double[][] covariance;
    private final double[][] ofChain;
    private boolean begun;
    private double weight;

    /** Nothing yet of the terms of these numbers, from so many chains. */
    Expansion(int[] terms, int chains) {
        int n = terms.length;
        this.terms = terms.clone();
        this.chains = chains;
        this.last = new double[n];
        this.centre = new double[n];
        this.mean = new double[n];
        this.covariance = new double[n][n];
        this.ofChain = new double[chains][n];
    }

    boolean isEmpty() {
        return weight == 0;
    }

    /** Adds an epoch; not while the chains have yet to come into equilibrium under its couplings. */
    void add(Sample sample) {
        double[] at = at(sample.order().couplings().shared());
        boolean settled = begun && square(minus(at, last)) <= LONG_MOVE;
        begun = true;
        System.arraycopy(at, 0, last, 0, at.length);
        if (settled) {
            double distance = square(minus(at, centre));
            weight /= 1 + weight * distance * distance / 4;
            pool(at, new Shown(sample));
        }
    }

    private double[] at(Couplings couplings) {
        double[] at = new double[terms.length];
        for (int k = 0; k < at.length; k++) {
            at[k] = couplings.at(terms[k]);
        }
        return at;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            difference[k] = a[k] - b[k];
        }
        return difference;
    }

    /** δᵀCδ; 0 as long as nothing is known. */
    double square(double[] delta) {
        double sum = 0;
        for (int k = 0; k < delta.length; k++) {
            for (int l = 0; l < delta.length; l++) {
                sum += delta[k] * covariance[k][l] * delta[l];
            }
        }
        return sum;
    }

    /** An epoch: the means of each chain and of all, and the covariances about the latter. */
    private final class Shown {

        private final double[][] ofChain = new double[chains][terms.length];
        private final double[] mean = new double[terms.length];
        private final double[][] covariance = new double[terms.length][terms.length];
        private final double[] off = new double[terms.length];
        private final double count;

        Shown(Sample sample) {
            int sweeps = sample.order().sweeps();
            count = (double) sweeps * chains;
            for (int chain = 0; chain < chains; chain++) {
                Series series = sample.chains().get(chain);
                for (int row = 0; row < sweeps; row++) {
                    for (int k = 0; k < terms.length; k++) {
                        ofChain[chain][k] += series.value(row, terms[k]) / sweeps;
                    }
                }
                for (int k = 0; k < terms.length; k++) {
                    mean[k] += ofChain[chain][k] / chains;
                }
            }
            for (int chain = 0; chain < chains; chain++) {
                for (int row = 0; row < sweeps; row++) {
                    scatter(sample.chains().get(chain), row);
                }
            }
        }

        private void scatter(Series series, int row) {
            for (int k = 0; k < terms.length; k++) {
                off[k] = series.value(row, terms[k]) - mean[k];
                for (int l = 0; l <= k; l++) {
                    covariance[k][l] += off[k] * off[l] / count;
                    covariance[l][k] = covariance[k][l];
                }
            }
        }
    }

    private void pool(double[] at, Shown shown) {
        double share = shown.count / (weight + shown.count);
        for (int k = 0; k < terms.length; k++) {
            centre[k] += share * (at[k] - centre[k]);
            mean[k] += share * (shown.mean[k] - mean[k]);
            for (int l = 0; l < terms.length; l++) {
                covariance[k][l] += share * (shown.covariance[k][l] - covariance[k][l]);
            }
            for (int chain = 0; chain < chains; chain++) {
                double off = shown.ofChain[chain][k] - shown.mean[k];
                ofChain[chain][k] += share * (off - ofChain[chain][k]);
            }
        }
        weight += shown.count;
    }

    /** What is wanted less ⟨T⟩ under these couplings: the gradient of the likelihood of a record. */
    double[] gap(SeenMoments.Wanted wanted, Couplings couplings) {
        double[] delta = minus(at(couplings), centre);
        double[] gap = minus(wanted.mean(), mean);
        double[][] information = information(wanted);
        for (int k = 0; k < gap.length; k++) {
            for (int l = 0; l < gap.length; l++) {
                gap[k] -= information[k][l] * delta[l];
            }
        }
        return gap;
    }

    /**
     * What a record tells of the couplings: C, less what is hidden; far from the top, where that may be nothing or less, so much of
     * it as leaves some.
     */
    private double[][] information(SeenMoments.Wanted wanted) {
        double[][] all = LeastSquares.factor(covariance);
        for (double part = 1; part > LEAST_PART; part /= 2) {
            double[][] information = new double[terms.length][terms.length];
            for (int k = 0; k < terms.length; k++) {
                for (int l = 0; l < terms.length; l++) {
                    information[k][l] = covariance[k][l] - part * wanted.hidden()[k][l];
                }
            }
            double[][] left = LeastSquares.factor(information);
            if (IntStream.range(0, terms.length).allMatch(k -> left[k][k] >= LEAST_LEFT * all[k][k])) {
                return information;
            }
        }
        return covariance;
    }

    private double[] step(SeenMoments.Wanted wanted) {
        return LeastSquares.slopes(information(wanted), minus(wanted.mean(), mean));
    }

    /** The couplings under which ⟨T⟩ is what is wanted, or the way to them as far as the first order is believed. */
    double[] optimum(SeenMoments.Wanted wanted) {
        double[] step = step(wanted);
        double square = square(step);
        double part = square > REACH ? Math.sqrt(REACH / square) : 1;
        double[] optimum = centre.clone();
        for (int k = 0; k < optimum.length; k++) {
            optimum[k] += part * step[k];
        }
        return optimum;
    }

    double[] centre() {
        return centre;
    }

    /** vᵀI⁻¹v: the square of a gradient in the metric of the information I of a record. */
    double norm(SeenMoments.Wanted wanted, double[] v) {
        double[] slopes = LeastSquares.slopes(information(wanted), v);
        double sum = 0;
        for (int k = 0; k < v.length; k++) {
            sum += v[k] * slopes[k];
        }
        return sum;
    }

    /** The covariance of the error of a gap between what records want and the chains. */
    double[][] gapErrors(SeenMoments.Wanted wanted) {
        double[][] errors = new double[terms.length][terms.length];
        for (int k = 0; k < terms.length; k++) {
            for (int l = 0; l < terms.length; l++) {
                errors[k][l] = wanted.error(covariance[k][l], k, l);
                for (int chain = 0; chain < chains; chain++) {
                    errors[k][l] += ofChain[chain][k] * ofChain[chain][l] / chains / (chains - 1);
                }
            }
        }
        return errors;
    }

    /** The errors of {@link #optimum}: I⁻¹ of the errors of the gap I⁻¹, and the curvature. */
    double[] errors(SeenMoments.Wanted wanted) {
        double[][] ofGap = gapErrors(wanted);
        double[][] information = information(wanted);
        double square = square(step(wanted));
        double[] errors = new double[terms.length];
        for (int k = 0; k < terms.length; k++) {
            double[] unit = new double[terms.length];
            unit[k] = 1;
            double[] row = LeastSquares.slopes(information, unit);
            double sum = row[k] * square * square / 4;
            for (int l = 0; l < terms.length; l++) {
                for (int m = 0; m < terms.length; m++) {
                    sum += row[l] * ofGap[l][m] * row[m];
                }
            }
            errors[k] = Math.sqrt(Math.max(0, sum));
        }
        return errors;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeBoolean(begun);
        Numerals.write(out, weight);
        for (double[] each : new double[][] {last, centre, mean}) {
            Numerals.write(out, each, each.length);
        }
        for (double[] each : covariance) {
            Numerals.write(out, each, each.length);
        }
        for (double[] each : ofChain) {
            Numerals.write(out, each, each.length);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        begun = in.readBoolean();
        weight = Numerals.number(in);
        for (double[] each : new double[][] {last, centre, mean}) {
            Numerals.read(in, each, each.length);
        }
        for (double[] each : covariance) {
            Numerals.read(in, each, each.length);
        }
        for (double[] each : ofChain) {
            Numerals.read(in, each, each.length);
        }
    }

    private Mark mark() {
        return new Mark("an expansion of %d statistics of %d chains".formatted(terms.length, chains));
    }
}
