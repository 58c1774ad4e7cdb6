package io.isinglass.engine.math;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Rows} in vectors; what does not fill one is left to the scalar form. Wants the module, as {@link VectorElementary}. */
final class VectorRows {

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = REALS.length();

    private VectorRows() {}

    static void combine(double[] matrix, double[] weights, double[] into) {
        int columns = into.length;
        int column = 0;
        for (; column + 2 * LANES <= columns; column += 2 * LANES) {
            DoubleVector one = DoubleVector.zero(REALS);
            DoubleVector two = DoubleVector.zero(REALS);
            int at = column;
            for (int row = 0; row < weights.length; row++, at += columns) {
                DoubleVector weight = DoubleVector.broadcast(REALS, weights[row]);
                one = weight.fma(DoubleVector.fromArray(REALS, matrix, at), one);
                two = weight.fma(DoubleVector.fromArray(REALS, matrix, at + LANES), two);
            }
            one.intoArray(into, column);
            two.intoArray(into, column + LANES);
        }
        for (; column + LANES <= columns; column += LANES) {
            DoubleVector sum = DoubleVector.zero(REALS);
            int at = column;
            for (int row = 0; row < weights.length; row++, at += columns) {
                sum = DoubleVector.broadcast(REALS, weights[row]).fma(DoubleVector.fromArray(REALS, matrix, at), sum);
            }
            sum.intoArray(into, column);
        }
        Arrays.fill(into, column, columns, 0);
        Rows.combine(matrix, weights, into, column);
    }

    /** Four vectors of sums at a time, as often as it takes: of 512 bits, the widest there are, these are all. */
    static void product(double[] a, double[] b, int from, int to, double[] sums) {
        for (int first = 0; first < Rows.SUMS; first += 4 * LANES) {
            DoubleVector one = DoubleVector.zero(REALS);
            DoubleVector two = DoubleVector.zero(REALS);
            DoubleVector three = DoubleVector.zero(REALS);
            DoubleVector four = DoubleVector.zero(REALS);
            for (int at = from + first; at < to; at += Rows.SUMS) {
                one = product(a, b, at, one);
                two = product(a, b, at + LANES, two);
                three = product(a, b, at + 2 * LANES, three);
                four = product(a, b, at + 3 * LANES, four);
            }
            one.intoArray(sums, first);
            two.intoArray(sums, first + LANES);
            three.intoArray(sums, first + 2 * LANES);
            four.intoArray(sums, first + 3 * LANES);
        }
    }

    private static DoubleVector product(double[] a, double[] b, int at, DoubleVector sum) {
        return DoubleVector.fromArray(REALS, a, at).fma(DoubleVector.fromArray(REALS, b, at), sum);
    }

    static void sum(double[] row, int from, int to, double[] sums) {
        for (int first = 0; first < Rows.SUMS; first += LANES) {
            DoubleVector sum = DoubleVector.zero(REALS);
            for (int at = from + first; at < to; at += Rows.SUMS) {
                sum = sum.add(DoubleVector.fromArray(REALS, row, at));
            }
            sum.intoArray(sums, first);
        }
    }

    static void add(double[] matrix, int at, double factor, double[] vector) {
        DoubleVector factors = DoubleVector.broadcast(REALS, factor);
        int column = 0;
        for (; column + LANES <= vector.length; column += LANES) {
            factors.fma(
                            DoubleVector.fromArray(REALS, vector, column),
                            DoubleVector.fromArray(REALS, matrix, at + column))
                    .intoArray(matrix, at + column);
        }
        Rows.add(matrix, at, factor, vector, column);
    }
}
