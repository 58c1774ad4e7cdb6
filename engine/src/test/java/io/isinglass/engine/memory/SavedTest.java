package io.isinglass.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavedTest {

    /** Numbers, at most 9000. */
    private static final class Shelf implements Memory {

        private final Mark mark;
        private double[] numbers = {};

        Shelf(String words) {
            this.mark = new Mark(words);
        }

        @Override
        public void save(DataOutput out) throws IOException {
            mark.save(out);
            out.writeInt(numbers.length);
            Numerals.write(out, numbers);
        }

        @Override
        public void load(DataInput in) throws IOException {
            mark.expect(in);
            Numerals.count(in, 9000, "books");
            numbers = Numerals.numbers(in);
        }
    }

    private final Shelf books = new Shelf("a shelf");
    private final Shelf others = new Shelf("another shelf");

    @Test
    void memoriesAreTakenUpInTheirOrderWithEveryBit() {
        double odd = Double.longBitsToDouble(0x7FF0_0000_0000_0001L);
        books.numbers = new double[] {-0.0, odd, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
        others.numbers = IntStream.range(0, 9000).asDoubleStream().toArray();
        Shelf first = new Shelf("a shelf");
        Shelf second = new Shelf("another shelf");
        new Saved(Saved.of(books, others).bytes()).into(first, second);

        assertArrayEquals(bits(books.numbers), bits(first.numbers));
        assertArrayEquals(bits(others.numbers), bits(second.numbers));
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatWasFoundAndWhatWasExpected() {
        assertEquals("memory is of a shelf, expected another shelf", refusal(Saved.of(books), others));
        assertEquals("memory is cut short at 14 bytes", refusal(cut(14), books));
        assertEquals("memory is cut short at 0 bytes", refusal(cut(0), books));
        byte[] more = Arrays.copyOf(Saved.of(books).bytes(), 19);
        assertEquals("memory has 19 bytes, expected 17", refusal(new Saved(more), books));
        books.numbers = new double[9001];
        assertEquals("memory of 9001 books, expected 0..9000", refusal(Saved.of(books), books));
    }

    /** A length that is wrong makes no room for what is not there. */
    @Test
    void aLengthAloneIsNotBelieved() {
        byte[] bytes = Saved.of(books).bytes();
        bytes[13] = 0x7F;
        assertEquals("memory is cut short at 17 bytes", refusal(new Saved(bytes), books));
        bytes[13] = -1;
        assertEquals("memory of -16777216 numbers, expected 0..2147483647", refusal(new Saved(bytes), books));
    }

    private Saved cut(int length) {
        return new Saved(Arrays.copyOf(Saved.of(books).bytes(), length));
    }

    private static String refusal(Saved saved, Memory memory) {
        return assertThrows(Refused.class, () -> saved.into(memory)).getMessage();
    }
}
