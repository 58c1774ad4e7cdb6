package io.isinglass.engine.measure;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * What is measured under p, weighed as it comes so that it stands for p′ ∝ p exp(−x − iy): means under p′, which may be
 * complex, with their errors, and of how many configurations of p these are worth.
 */
public final class Weighing implements Memory {

    /*
     * Weights are kept relative to the largest so far: when a larger one comes, all sums are scaled. So no exponent is
     * too large. Errors are those of ratios of means, by the jackknife over bins of consecutive sweeps.
     *
     * Few weights that outweigh all others make Σw² as large as (Σw)² [1]; weights whose phases cancel make |Σ w e^−iy|
     * small as well. Both are seen in |Σ w e^−iy|² / n Σ w², of which nothing but noise is left at 1/n.
     *
     * [1] Kish: Survey sampling (1965)
     */

    private static final int WEIGHT = 0;
    private static final int SQUARE = 1;
    private static final int COSINE = 2;
    private static final int SINE = 3;
    private static final int EXPONENT = 4;
    private static final int WEIGHTED_EXPONENT = 5;
    private static final int FIRST = 6;

    private final int observables;
    private final Bins bins;
    private double top = Double.NEGATIVE_INFINITY;
    private long configurations;

    /** Nothing yet of so many observables. */
    public Weighing(int observables) {
        this.observables = observables;
        this.bins = new Bins(FIRST + 2 * observables);
    }

    /**
     * Adds configurations that are measured side by side.
     *
     * @param exponents x of each
     * @param angles y of each, in radians
     * @param values the observables of each
     */
    public void add(double[] exponents, double[] angles, double[][] values) {
        for (double exponent : exponents) {
            raise(-exponent);
        }
        int count = exponents.length;
        double[] means = new double[FIRST + 2 * observables];
        for (int each = 0; each < count; each++) {
            double weight = Elementary.exp(-exponents[each] - top);
            double turns = angles[each] / (2 * Math.PI);
            double cosine = weight * Elementary.cosineOfTurns(turns);
            double sine = -weight * Elementary.sineOfTurns(turns);
            means[WEIGHT] += weight / count;
            means[SQUARE] += weight * weight / count;
            means[COSINE] += cosine / count;
            means[SINE] += sine / count;
            means[EXPONENT] += exponents[each] / count;
            means[WEIGHTED_EXPONENT] += weight * exponents[each] / count;
            for (int k = 0; k < observables; k++) {
                means[FIRST + 2 * k] += cosine * values[each][k] / count;
                means[FIRST + 2 * k + 1] += sine * values[each][k] / count;
            }
        }
        bins.add(means);
        configurations += count;
    }

    private void raise(double exponent) {
        if (exponent <= top) {
            return;
        }
        if (bins.count() > 0) {
            double factor = Elementary.exp(top - exponent);
            double[] factors = new double[FIRST + 2 * observables];
            Arrays.fill(factors, factor);
            factors[SQUARE] = factor * factor;
            factors[EXPONENT] = 1;
            bins.scale(factors);
        }
        top = exponent;
    }

    /** How many configurations have been weighed. */
    public long configurations() {
        return configurations;
    }

    /** The effective sample size for a share of the sample, (Σ w)² / n Σ w², the phases left out. */
    public double share() {
        return square(bins.mean(WEIGHT)) / bins.mean(SQUARE);
    }

    /** The same with the phases, |Σ w e^−iy|² / n Σ w². */
    public double complexShare() {
        return (square(bins.mean(COSINE)) + square(bins.mean(SINE))) / bins.mean(SQUARE);
    }

    /** The average phase |⟨e^−iy⟩| under p exp(−x). */
    public Estimate phase() {
        return jackknife(means -> Math.sqrt(size(means)) / means[WEIGHT]);
    }

    /** ln⟨e^−x⟩ under p: ln Z′ − ln Z, the phases left out. */
    public Estimate logRatio() {
        return jackknife(means -> Elementary.log(means[WEIGHT]) + top);
    }

    /** ⟨x⟩ under p. */
    public Estimate exponent() {
        return jackknife(means -> means[EXPONENT]);
    }

    /** ⟨x⟩ under p exp(−x). */
    public Estimate weightedExponent() {
        return jackknife(means -> means[WEIGHTED_EXPONENT] / means[WEIGHT]);
    }

    /** The Kullback–Leibler divergence of p from p exp(−x): ⟨x⟩ + ln⟨e^−x⟩ under p. */
    public Estimate divergence() {
        return jackknife(means -> means[EXPONENT] + Elementary.log(means[WEIGHT]) + top);
    }

    /** The real part of the mean of observable {@code k} under p′. */
    public Estimate mean(int k) {
        return jackknife(real(FIRST + 2 * k));
    }

    /** The imaginary part of the mean of observable {@code k} under p′. */
    public Estimate imaginary(int k) {
        int at = FIRST + 2 * k;
        return jackknife(means -> (means[at + 1] * means[COSINE] - means[at] * means[SINE]) / size(means));
    }

    /** A row of bins is as many configurations as are measured side by side. */
    private Estimate jackknife(ToDoubleFunction<double[]> function) {
        Estimate row = bins.jackknife(function);
        double sideBySide = (double) configurations / bins.count();
        return new Estimate(row.mean(), row.stderr(), row.tau(), row.size() * sideBySide);
    }

    private static ToDoubleFunction<double[]> real(int at) {
        return means -> (means[at] * means[COSINE] + means[at + 1] * means[SINE]) / size(means);
    }

    /** |mean of w e^−iy|². */
    private static double size(double[] means) {
        return square(means[COSINE]) + square(means[SINE]);
    }

    private static double square(double x) {
        return x * x;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, top);
        out.writeLong(configurations);
        bins.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        top = Numerals.number(in);
        configurations = in.readLong();
        bins.load(in);
    }

    private Mark mark() {
        return new Mark("a weighing of " + observables + " observables");
    }
}
