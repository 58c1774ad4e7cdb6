package io.isinglass.engine.math;

import java.util.Arrays;

/**
 * What is done with the rows of a matrix, all of one length, that follow each other in an array. Each element's sums are taken in
 * the order of the rows, one fused multiply-add after the other, so that vectors of any width give the same bits.
 */
public final class Rows {

    /** Sums along a row are taken so many side by side: any vector divides them. */
    static final int SUMS = 32;

    private Rows() {}

    /** Sets {@code into} to the sum over all rows of {@code weights[row]} times the row. */
    public static void combine(double[] matrix, double[] weights, double[] into) {
        if (VectorUnit.isPresent()) {
            VectorRows.combine(matrix, weights, into);
        } else {
            Arrays.fill(into, 0);
            combine(matrix, weights, into, 0);
        }
    }

    /** The same for the columns from {@code first} on, which hold 0. */
    static void combine(double[] matrix, double[] weights, double[] into, int first) {
        int at = 0;
        for (double weight : weights) {
            for (int column = first; column < into.length; column++) {
                into[column] = Math.fma(weight, matrix[at + column], into[column]);
            }
            at += into.length;
        }
    }

    /** Adds to every row {@code factor} times {@code vector[row]} times the vector. */
    public static void addOuter(double[] matrix, double factor, double[] vector) {
        int at = 0;
        for (double each : vector) {
            if (VectorUnit.isPresent()) {
                VectorRows.add(matrix, at, factor * each, vector);
            } else {
                add(matrix, at, factor * each, vector, 0);
            }
            at += vector.length;
        }
    }

    /** Adds {@code factor} times the vector to the row that begins at {@code at}, from column {@code first} on. */
    static void add(double[] matrix, int at, double factor, double[] vector, int first) {
        for (int column = first; column < vector.length; column++) {
            matrix[at + column] = Math.fma(factor, vector[column], matrix[at + column]);
        }
    }

    /** The sum of the products of two rows from column {@code from} on, before {@code to}. */
    public static double product(double[] a, double[] b, int from, int to) {
        double[] sums = new double[SUMS];
        int whole = to - Math.floorMod(Math.max(0, to - from), SUMS);
        if (VectorUnit.isPresent()) {
            VectorRows.product(a, b, from, whole, sums);
        } else {
            product(a, b, from, whole, sums);
        }
        for (int k = 0; whole + k < to; k++) {
            sums[k] = Math.fma(a[whole + k], b[whole + k], sums[k]);
        }
        return all(sums);
    }

    /** The sums of products of columns that are {@link #SUMS} apart, added to {@code sums}; there are a multiple of as many. */
    static void product(double[] a, double[] b, int from, int to, double[] sums) {
        for (int column = from; column < to; column += SUMS) {
            for (int k = 0; k < SUMS; k++) {
                sums[k] = Math.fma(a[column + k], b[column + k], sums[k]);
            }
        }
    }

    /** The sum of a row from column {@code from} on, before {@code to}. */
    public static double sum(double[] row, int from, int to) {
        double[] sums = new double[SUMS];
        int whole = to - Math.floorMod(Math.max(0, to - from), SUMS);
        if (VectorUnit.isPresent()) {
            VectorRows.sum(row, from, whole, sums);
        } else {
            sum(row, from, whole, sums);
        }
        for (int k = 0; whole + k < to; k++) {
            sums[k] += row[whole + k];
        }
        return all(sums);
    }

    /** The sums of columns that are {@link #SUMS} apart, added to {@code sums}; there are a multiple of as many. */
    static void sum(double[] row, int from, int to, double[] sums) {
        for (int column = from; column < to; column += SUMS) {
            for (int k = 0; k < SUMS; k++) {
                sums[k] += row[column + k];
            }
        }
    }

    private static double all(double[] sums) {
        double all = 0;
        for (double each : sums) {
            all += each;
        }
        return all;
    }
}
