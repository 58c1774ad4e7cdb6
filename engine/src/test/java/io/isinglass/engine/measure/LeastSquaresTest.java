package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {

    @Test
    void solvesForTheSlopes() {
        double[][] covariances = {{4}, {2, 5}, {-1, 0.5, 3}};
        double[] slopes = {0.5, -2, 1.5};
        double[] right = {4 * 0.5 - 2 * 2 - 1.5, 2 * 0.5 - 5 * 2 + 0.75, -0.5 - 1 + 4.5};

        assertArrayEquals(slopes, LeastSquares.slopes(covariances, right), 1e-14);
    }

    @Test
    void leavesOutWhatDoesNotVaryAndWhatOthersExplain() {
        double[][] covariances = {{0}, {0, 2}, {0, 6, 18}, {0, 1, 3, 5}};
        double[] right = {0, 3, 9, 6};

        // of 2 x + z = 3 and x + 5 z = 6
        assertArrayEquals(new double[] {0, 1, 0, 1}, LeastSquares.slopes(covariances, right), 1e-14);
    }
}
