package io.isinglass.streams.learn;

/**
 * A value for every site of the lattice, row by row.
 *
 * @param low the value that is drawn black
 * @param high the value that is drawn white
 */
public record Picture(String name, int rows, int columns, float[] values, double low, double high) {

    public Picture {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns + " sites");
        }
    }
}
