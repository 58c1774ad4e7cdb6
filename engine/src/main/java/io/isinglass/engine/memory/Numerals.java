package io.isinglass.engine.memory;

import io.isinglass.engine.catalog.Refused;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Numbers as memories write them: doubles and floats bit by bit, and counts that are only believed within their range. */
public final class Numerals {

    /** Room is made for so many numbers before the first of them is read: their count alone is not believed. */
    private static final int PORTION = 1 << 12;

    private Numerals() {}

    public static void write(DataOutput out, double value) throws IOException {
        out.writeLong(Double.doubleToRawLongBits(value));
    }

    public static double number(DataInput in) throws IOException {
        return Double.longBitsToDouble(in.readLong());
    }

    /** Writes the first {@code count} of these numbers, a count that the reader knows. */
    public static void write(DataOutput out, double[] values, int count) throws IOException {
        for (int k = 0; k < count; k++) {
            write(out, values[k]);
        }
    }

    /** Reads the first {@code count} of these numbers. */
    public static void read(DataInput in, double[] values, int count) throws IOException {
        for (int k = 0; k < count; k++) {
            values[k] = number(in);
        }
    }

    /** Writes numbers, their count first. */
    public static void write(DataOutput out, double[] values) throws IOException {
        out.writeInt(values.length);
        write(out, values, values.length);
    }

    /** Reads numbers, their count first. */
    public static double[] numbers(DataInput in) throws IOException {
        int count = count(in, Integer.MAX_VALUE, "numbers");
        double[] values = new double[Math.min(count, PORTION)];
        for (int k = 0; k < count; k++) {
            if (k == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * k));
            }
            values[k] = number(in);
        }
        return values;
    }

    /** Reads an int that counts something, and refuses one that is not 0..{@code most}. */
    public static int count(DataInput in, int most, String of) throws IOException {
        int found = in.readInt();
        if (found < 0 || found > most) {
            throw new Refused("", "memory of %d %s, expected 0..%d".formatted(found, of, most));
        }
        return found;
    }
}
