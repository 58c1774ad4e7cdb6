package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.LeastSquares;
import io.isinglass.engine.model.Well;
import java.util.Arrays;

/** The likeliest couplings of a site by itself, given the means of φ, φ² and φ⁴ (Newton's method, steps halved while they do not climb). */
final class LoneFit {

    private static final int STEPS = 60;
    private static final int HALVINGS = 30;
    private static final double TOLERANCE = 1e-10;
    private static final int MOMENTS = 3;

    private LoneFit() {}

    /** Linear, square and fourth coupling; the last is no less than {@code least} where there is one. */
    static double[] of(Layer layer, double[] means, double least) {
        double variance = means[1] - means[0] * means[0];
        double precision = 1 / variance;
        return switch (layer) {
            case BINARY -> new double[] {Elementary.log((1 + means[0]) / (1 - means[0])) / 2, 0, 0};
            case GAUSSIAN -> new double[] {means[0] * precision, precision / 2, 0};
            case QUARTIC -> climb(new double[] {means[0] * precision, precision / 2, least}, means, least);
        };
    }

    private static double[] climb(double[] from, double[] means, double least) {
        double[] at = from;
        for (int step = 0; step < STEPS; step++) {
            double[] next = better(at, means, least);
            double gain = value(next, means) - value(at, means);
            at = next;
            if (gain < TOLERANCE) {
                break;
            }
        }
        return at;
    }

    private static double value(double[] at, double[] means) {
        return at[0] * means[0] - at[1] * means[1] - at[2] * means[2] - new Well(at[1], at[2]).logZ(at[0]);
    }

    private static double[] better(double[] at, double[] means, double least) {
        double[] powers = new Well(at[1], at[2]).powers(at[0], 8);
        double[] gradient = {means[0] - powers[1], powers[2] - means[1], powers[4] - means[2]};
        int terms = at[2] <= least && gradient[2] < 0 ? MOMENTS - 1 : MOMENTS;
        double[] step = LeastSquares.slopes(covariances(powers, terms), Arrays.copyOf(gradient, terms));
        double now = value(at, means);
        double part = 1;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double[] next = at.clone();
            for (int k = 0; k < terms; k++) {
                next[k] += part * step[k];
            }
            next[2] = Math.max(least, next[2]);
            if (value(next, means) >= now) {
                return next;
            }
            part /= 2;
        }
        return at;
    }

    /** Covariances of φ, −φ² and −φ⁴. */
    private static double[][] covariances(double[] powers, int terms) {
        int[] degrees = {1, 2, 4};
        double[][] rows = new double[terms][terms];
        for (int row = 0; row < terms; row++) {
            for (int column = 0; column <= row; column++) {
                double covariance =
                        powers[degrees[row] + degrees[column]] - powers[degrees[row]] * powers[degrees[column]];
                rows[row][column] = row > 0 && column == 0 ? -covariance : covariance;
            }
        }
        return rows;
    }
}
