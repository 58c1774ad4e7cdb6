package io.isinglass.engine.measure;

import java.util.Arrays;

/** Slopes of a linear regression, from covariances. */
public final class LeastSquares {

    /*
     * Cholesky's factors, with each pivot compared to the variance it came from [1]: a regressor that the others before
     * it explain but for this part of its variance is left out.
     *
     * [1] Higham: Accuracy and Stability of Numerical Algorithms (2002), chapter 10
     */

    private static final double LEAST_PIVOT = 1e-10;

    private LeastSquares() {}

    /**
     * The {@code c} with C c = r, by the lower triangle of the covariances C of the regressors; 0 where a regressor does
     * not vary, or only as those before it do.
     */
    public static double[] slopes(double[][] covariances, double[] right) {
        return solved(factor(covariances), right);
    }

    /** The same, where the {@link #factor} of C is known. */
    public static double[] solved(double[][] factor, double[] right) {
        double[] slopes = right.clone();
        for (int row = 0; row < slopes.length; row++) {
            double rest = right[row] - product(factor[row], slopes, row);
            slopes[row] = factor[row][row] == 0 ? 0 : rest / factor[row][row];
        }
        for (int row = slopes.length - 1; row >= 0; row--) {
            for (int below = row + 1; below < slopes.length; below++) {
                slopes[row] -= factor[below][row] * slopes[below];
            }
            slopes[row] = factor[row][row] == 0 ? 0 : slopes[row] / factor[row][row];
        }
        return slopes;
    }

    /** The lower triangle L with L Lᵀ = C; the row and the column of a regressor that is left out are 0. */
    public static double[][] factor(double[][] covariances) {
        int n = covariances.length;
        double[][] factor = new double[n][n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < row; column++) {
                double rest = covariances[row][column] - product(factor[row], factor[column], column);
                factor[row][column] = factor[column][column] == 0 ? 0 : rest / factor[column][column];
            }
            double pivot = covariances[row][row] - product(factor[row], factor[row], row);
            if (pivot > LEAST_PIVOT * covariances[row][row]) {
                factor[row][row] = Math.sqrt(pivot);
            } else {
                Arrays.fill(factor[row], 0);
            }
        }
        return factor;
    }

    private static double product(double[] a, double[] b, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
