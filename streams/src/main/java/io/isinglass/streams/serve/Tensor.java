package io.isinglass.streams.serve;

import io.isinglass.engine.catalog.Refused;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in a box of any dimension, the last axis the fastest. The arrays are never written to.
 *
 * @param values NaN: it is not known
 */
public record Tensor(String name, Type type, List<Integer> shape, double[] values) {

    /** More values are in no box. */
    private static final long MOST = Integer.MAX_VALUE / Double.BYTES;

    /** What the numbers are. */
    public enum Type {
        FP64,
        INT64
    }

    public Tensor {
        shape = List.copyOf(shape);
        if (count(name, shape) != values.length) {
            throw new Refused(
                    name,
                    "%s of shape %s must have %d values, has %d"
                            .formatted(name, shape, count(name, shape), values.length));
        }
    }

    /** Real numbers. */
    public static Tensor reals(String name, double[] values, Integer... shape) {
        return new Tensor(name, Type.FP64, List.of(shape), values);
    }

    /** Whole numbers. */
    public static Tensor wholes(String name, int[] values, Integer... shape) {
        return new Tensor(
                name,
                Type.INT64,
                List.of(shape),
                Arrays.stream(values).asDoubleStream().toArray());
    }

    /** How many values a box of this shape holds; refuses one that none is. */
    public static long count(String name, List<Integer> shape) {
        long count = 1;
        for (int length : shape) {
            if (length < 0 || length > 0 && count > MOST / length) {
                throw new Refused(name, "shape of %s must be of 0..%d values, was %s".formatted(name, MOST, shape));
            }
            count *= length;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor(String named, Type typed, List<Integer> shaped, double[] held)
                && name.equals(named)
                && type == typed
                && shape.equals(shaped)
                && Arrays.equals(values, held);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shape;
    }
}
