package io.isinglass.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.noise.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowsTest {

    private static double[] numbers(int count, int lane) {
        var dice = new Noise(5).dice(0, lane, Noise.LEARNER);
        dice.row(0);
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = 2 * dice.uniform(k, 0) - 1;
        }
        return numbers;
    }

    @Test
    void rowsAreCombinedInTheirOrderWhateverTheWidthOfAVector() {
        for (int n = 1; n < 40; n++) {
            double[] matrix = numbers(n * n, 1);
            double[] weights = numbers(n, 2);
            double[] expected = new double[n];
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    expected[column] = Math.fma(weights[row], matrix[row * n + column], expected[column]);
                }
            }
            double[] into = numbers(n, 3);
            Rows.combine(matrix, weights, into);
            assertArrayEquals(expected, into, "of " + n);
        }
    }

    @Test
    void theOuterProductIsAddedElementByElement() {
        for (int n = 1; n < 40; n++) {
            double[] matrix = numbers(n * n, 1);
            double[] vector = numbers(n, 2);
            double[] expected = matrix.clone();
            for (int row = 0; row < n; row++) {
                for (int column = 0; column < n; column++) {
                    int at = row * n + column;
                    expected[at] = Math.fma(-0.7 * vector[row], vector[column], expected[at]);
                }
            }
            Rows.addOuter(matrix, -0.7, vector);
            assertArrayEquals(expected, matrix, "of " + n);
        }
    }

    /** Column k of a row goes to sum k mod 32, counted from where the row begins; then all sums are added in their order. */
    @Test
    void sumsAlongARowAreTakenSideBySide() {
        for (int from = 0; from < 5; from++) {
            for (int to = from; to < 140; to++) {
                double[] a = numbers(140, 1);
                double[] b = numbers(140, 2);
                double[] products = new double[32];
                double[] sums = new double[32];
                for (int k = from; k < to; k++) {
                    products[(k - from) % 32] = Math.fma(a[k], b[k], products[(k - from) % 32]);
                    sums[(k - from) % 32] += a[k];
                }
                assertEquals(Arrays.stream(products).reduce(0, Double::sum), Rows.product(a, b, from, to));
                assertEquals(Arrays.stream(sums).reduce(0, Double::sum), Rows.sum(a, from, to));
            }
        }
    }

    @Test
    void sumsInVectorsHaveTheBitsOfThePlainOnes() {
        double[] a = numbers(200, 1);
        double[] b = numbers(200, 2);
        for (int to = 3; to < 200; to += 32) {
            double[] plain = new double[32];
            double[] vectors = new double[32];
            Rows.product(a, b, 3, to, plain);
            VectorRows.product(a, b, 3, to, vectors);
            assertArrayEquals(plain, vectors);
            double[] plainSums = new double[32];
            Rows.sum(a, 3, to, plainSums);
            VectorRows.sum(a, 3, to, vectors);
            assertArrayEquals(plainSums, vectors);
        }
    }
}
