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
