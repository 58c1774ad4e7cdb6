package io.isinglass.streams.learn;

import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Natural steps of the sites of a layer by themselves: the covariances of φ, −φ² and −φ⁴ of each site under the network, as its
 * chains have shown them of late.
 */
final class OwnSteps implements Memory {

    /** What a batch of chains counts, beside those before it. */
    private static final double WEIGHT = 0.05;

    /** Of a variance, added to it: φ² and φ⁴ may be all but the same statistic. */
    private static final double RIDGE = 0.02;

    private static final int OWN = TwoLayers.OWN;

    private final int terms;
    private final double least;
    private final double[] covariances;
    private double common;
    private boolean known;

    /** Steps of {@code sites} sites of a layer. */
    OwnSteps(Layer layer, int sites) {
        this.terms = layer.couplings();
        this.least = layer.leastVariance();
        this.covariances = new double[sites * OWN * OWN];
    }

    /** Takes in the layers that chains show. */
    void see(double[][] layers) {
        double[] mean = new double[OWN];
        double[] square = new double[OWN * OWN];
        double weight = known ? WEIGHT : 1;
        for (int site = 0; site < covariances.length / square.length; site++) {
            Arrays.fill(mean, 0);
            Arrays.fill(square, 0);
            for (double[] layer : layers) {
                add(layer[site], mean, square);
            }
            for (int row = 0; row < OWN; row++) {
                for (int column = 0; column <= row; column++) {
                    double covariance = square[row * OWN + column] / layers.length
                            - mean[row] / layers.length * (mean[column] / layers.length);
                    int at = (site * OWN + row) * OWN + column;
                    covariances[at] += weight * (covariance - covariances[at]);
                }
            }
        }
        known = true;
        share();
    }

    private void share() {
        int each = OWN * OWN;
        double sum = 0;
        for (int at = 0; at < covariances.length; at += each) {
            sum += covariances[at];
        }
        common = Math.max(least, sum * each / covariances.length);
    }

    private static void add(double value, double[] mean, double[] square) {
        double second = -value * value;
        double[] terms = {value, second, -second * second};
        for (int row = 0; row < OWN; row++) {
            mean[row] += terms[row];
            for (int column = 0; column <= row; column++) {
                square[row * OWN + column] += terms[row] * terms[column];
            }
        }
    }

    /**
     * The variance of φ by which bonds of a site are measured: its own, or the mean of all sites where that is larger. A site that
     * hardly moves, such as a pixel that is never inked, would be tipped into its other well by bonds as large as that asks for.
     */
    double scale(int site) {
        return Math.max(common, covariances[site * OWN * OWN]);
    }

    /**
     * The natural step along a gradient, one number a coupling; no longer than {@code longest} in the metric of the site.
     *
     * @param rate the part of the whole step that is taken
     */
    double[] step(int site, double[] gradient, double rate, double longest) {
        double[][] metric = new double[terms][terms];
        for (int row = 0; row < terms; row++) {
            for (int column = 0; column <= row; column++) {
                metric[row][column] = covariances[(site * OWN + row) * OWN + column];
            }
            metric[row][row] = Math.max(least * least, metric[row][row] * (1 + RIDGE));
        }
        metric[0][0] = Math.max(least, metric[0][0]);
        double[] step = LeastSquares.slopes(metric, Arrays.copyOf(gradient, terms));
        double length = 0;
        for (int row = 0; row < terms; row++) {
            length = Math.fma(step[row], gradient[row], length);
        }
        double factor = Math.min(rate, longest / Math.sqrt(Math.max(length, Double.MIN_NORMAL)));
        return Arrays.stream(step).map(each -> factor * each).toArray();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(known);
        Numerals.write(out, covariances, covariances.length);
    }

    @Override
    public void load(DataInput in) throws IOException {
        known = in.readBoolean();
        Numerals.read(in, covariances, covariances.length);
        share();
    }
}
