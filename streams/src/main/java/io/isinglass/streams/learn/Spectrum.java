package io.isinglass.streams.learn;

import java.util.Arrays;

/** How strongly two Gaussian layers are bound: p can be normalised where the largest singular value of w / 2√am is below 1. */
final class Spectrum {

    private static final int POWERS = 30;

    private Spectrum() {}

    /** That singular value, by powers of the matrix times its transpose; m is ½. */
    static double norm(TwoLayers.Shape shape, double[] theta) {
        double[] direction = new double[shape.hiddenSites()];
        Arrays.setAll(direction, other -> 1 + 1.0 / (1 + other));
        double size = 0;
        for (int power = 0; power < POWERS; power++) {
            double[] next = times(shape, theta, direction);
            double length = length(next);
            size = length / length(direction);
            if (length == 0) {
                return 0;
            }
            direction = Arrays.stream(next).map(each -> each / length).toArray();
        }
        return Math.sqrt(size);
    }

    private static double[] times(TwoLayers.Shape shape, double[] theta, double[] direction) {
        double[] next = new double[direction.length];
        for (int site = 0; site < shape.visibleSites(); site++) {
            int from = site * direction.length;
            double sum = 0;
            for (int other = 0; other < direction.length; other++) {
                sum = Math.fma(theta[from + other], direction[other], sum);
            }
            TwoLayers.add(sum / (2 * theta[shape.visibleAt(site) + 1]), theta, from, next);
        }
        return next;
    }

    private static double length(double[] direction) {
        double sum = 0;
        for (double each : direction) {
            sum = Math.fma(each, each, sum);
        }
        return Math.sqrt(sum);
    }
}
