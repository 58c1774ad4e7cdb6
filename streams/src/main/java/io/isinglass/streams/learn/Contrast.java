package io.isinglass.streams.learn;

import java.util.Arrays;

/** Sums of the statistics of a network of two layers: φχ of the bonds, and φ, φ², φ⁴ of the sites. */
final class Contrast {

    private final TwoLayers.Shape shape;
    private final double[] sums;
    private final double[] hidden;
    private int count;

    Contrast(TwoLayers.Shape shape) {
        this.shape = shape;
        this.sums = new double[shape.couplings()];
        this.hidden = new double[shape.hiddenSites()];
    }

    /** Adds a visible layer, and the moments that the hidden one has given it. */
    void add(double[] phi, double[] moments) {
        for (int other = 0; other < hidden.length; other++) {
            hidden[other] = moments[TwoLayers.OWN * other];
        }
        for (int site = 0; site < phi.length; site++) {
            int from = site * hidden.length;
            for (int other = 0; other < hidden.length; other++) {
                sums[from + other] = Math.fma(phi[site], hidden[other], sums[from + other]);
            }
            double square = phi[site] * phi[site];
            int at = shape.visibleAt(site);
            sums[at] += phi[site];
            sums[at + 1] += square;
            sums[at + 2] += square * square;
        }
        int first = shape.hiddenAt(0);
        for (int k = 0; k < moments.length; k++) {
            sums[first + k] += moments[k];
        }
        count++;
    }

    /** The means, in the order of the couplings. */
    double[] means() {
        return Arrays.stream(sums).map(sum -> sum / count).toArray();
    }
}
