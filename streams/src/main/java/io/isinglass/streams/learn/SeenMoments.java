package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.ToDoubleFunction;

/**
 * What records come to: the mean of T over those that are whole, and of ⟨T⟩ given what was seen over the others, to first order
 * near the couplings under which their missing values were drawn.
 */
final class SeenMoments implements Memory {

    /*
     * The slope of ln p(seen) is ⟨T | seen⟩ − ⟨T⟩ (Fisher's identity), and minus its second derivative Cov T − Cov(T | seen):
     * what is missing takes its part of the information away (Louis 1982; Orchard and Woodbury 1972). Under other couplings
     * than those of the draws ⟨T | seen⟩ is another, by Cov(T | seen) times the difference; where couplings have moved too far
     * for that, and not by chance, what was drawn before is forgotten.
     *
     * Draws of a record are independent of each other, so that what they differ by is Cov(T | seen) without a bias.
     */

    /** The square of a distance, in standard deviations of T, up to which the first order will do. */
    private static final double REACH = 0.1;

    /** So many times as long as by chance, squared, a move stands out. */
    private static final double STANDS_OUT = 16;

    private final int draws;
    private final double[] whole;
    private final double[] centre;
    private final double[] drawn;
    private final double[][] scatter;
    private long wholes;
    private long others;

    /** Nothing yet of so many statistics, with so many draws of a record of which values are missing. */
    SeenMoments(int statistics, int draws) {
        this.draws = draws;
        this.whole = new double[statistics];
        this.centre = new double[statistics];
        this.drawn = new double[statistics];
        this.scatter = new double[statistics][statistics];
    }

    /**
     * What records want ⟨T⟩ to be near some couplings.
     *
     * @param mean that, under these couplings
     * @param hidden how it grows with the couplings: the mean over the records of Cov(T | seen)
     * @param records how many records it is the mean of
     * @param draws how many draws were taken of each that was not whole
     */
    record Wanted(double[] mean, double[][] hidden, long records, int draws) {

        /** The covariance of the error of the mean, where that of T is this: what is missing does not scatter, its draws do. */
        double error(double covariance, int k, int l) {
            return (covariance - hidden[k][l] * (1 - 1.0 / draws)) / records;
        }
    }

    /** Records that count. */
    long count() {
        return wholes + others;
    }

    /** Adds a record that is whole. */
    void add(double[] statistics) {
        wholes++;
        for (int k = 0; k < whole.length; k++) {
            whole[k] += (statistics[k] - whole[k]) / wholes;
        }
    }

    /** Adds a record of which values are missing, by the statistics of its draws under these couplings. */
    void add(double[][] statistics, double[] couplings) {
        others++;
        double[] mean = new double[drawn.length];
        for (double[] each : statistics) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += each[k] / draws;
            }
        }
        for (int k = 0; k < mean.length; k++) {
            centre[k] += (couplings[k] - centre[k]) / others;
            drawn[k] += (mean[k] - drawn[k]) / others;
            for (int l = 0; l < mean.length; l++) {
                double sum = 0;
                for (double[] each : statistics) {
                    sum += (each[k] - mean[k]) * (each[l] - mean[l]);
                }
                scatter[k][l] += (sum / (draws - 1) - scatter[k][l]) / others;
            }
        }
    }

    /** Forgets what was drawn if these couplings are too far off, by this square of a distance. */
    void move(double[] couplings, ToDoubleFunction<double[]> square) {
        double distance = square.applyAsDouble(away(couplings));
        if (distance > REACH && others * distance > STANDS_OUT * centre.length) {
            others = 0;
        }
    }

    private double[] away(double[] couplings) {
        double[] away = new double[centre.length];
        for (int k = 0; k < away.length; k++) {
            away[k] = couplings[k] - centre[k];
        }
        return away;
    }

    /** What the records want under these couplings. */
    Wanted at(double[] couplings) {
        int n = whole.length;
        double[] mean = whole.clone();
        double[][] hidden = new double[n][n];
        if (others > 0) {
            double share = (double) others / count();
            double[] away = away(couplings);
            for (int k = 0; k < n; k++) {
                double there = drawn[k];
                for (int l = 0; l < n; l++) {
                    hidden[k][l] = share * scatter[k][l];
                    there += scatter[k][l] * away[l];
                }
                mean[k] += share * (there - mean[k]);
            }
        }
        return new Wanted(mean, hidden, count(), draws);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(wholes);
        out.writeLong(others);
        for (double[] each : new double[][] {whole, centre, drawn}) {
            Numerals.write(out, each, each.length);
        }
        for (double[] each : scatter) {
            Numerals.write(out, each, each.length);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        wholes = in.readLong();
        others = in.readLong();
        for (double[] each : new double[][] {whole, centre, drawn}) {
            Numerals.read(in, each, each.length);
        }
        for (double[] each : scatter) {
            Numerals.read(in, each, each.length);
        }
    }
}
