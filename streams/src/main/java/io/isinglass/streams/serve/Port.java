package io.isinglass.streams.serve;

import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A tensor that goes into a question or comes out with its answer; its first axis counts records.
 *
 * @param datatype what its numbers are, in the words of the Open Inference Protocol: FP64, INT64 or BOOL
 * @param row the shape of what belongs to one record
 * @param allowed what an input may hold
 * @param optional whether an input may be left out
 */
public record Port(String name, String datatype, List<Integer> row, Allowed allowed, boolean optional) {

    /**
     * What values an input may hold.
     *
     * @param words as a refusal tells it
     * @param missing whether a value may be missing
     */
    public record Allowed(String words, boolean missing, DoublePredicate holds) {

        /** A spin, or none. */
        public static final Allowed SPIN = new Allowed("1 or -1", true, value -> Math.abs(value) == 1);

        /** Any finite number. */
        public static final Allowed REAL = new Allowed("a finite number", false, Double::isFinite);

        /** Any finite number, or none. */
        public static final Allowed SEEN = new Allowed("a finite number", true, Double::isFinite);

        /** A spin, what is expected of one, or none. */
        public static final Allowed EXPECTED = new Allowed("-1..1", true, value -> Math.abs(value) <= 1);

        /** One of so many whole numbers, from 0. */
        public static Allowed level(int count) {
            return new Allowed(
                    "a whole number 0.." + (count - 1),
                    false,
                    value -> value >= 0 && value < count && value == Math.rint(value));
        }

        /** The same where every value must be there. */
        public Allowed whole() {
            return new Allowed(words, false, holds);
        }
    }

    private static final String REAL_NUMBERS = "FP64";

    /** The input, a truth value a value of a record, that says which are missing. */
    public static final String MISSING = "missing";

    public Port {
        row = List.copyOf(row);
    }

    /** What comes out. */
    public static Port output(String name, Integer... row) {
        return new Port(name, REAL_NUMBERS, List.of(row), Allowed.REAL, false);
    }

    /** What must go in. */
    public static Port input(String name, Allowed allowed, Integer... row) {
        return new Port(name, REAL_NUMBERS, List.of(row), allowed, false);
    }

    /** What may go in. */
    public static Port option(String name, Allowed allowed, Integer... row) {
        return new Port(name, REAL_NUMBERS, List.of(row), allowed, true);
    }

    /** The level of a factor that a record comes with. */
    public static Port level(String name, int levels) {
        return new Port(name, "INT64", List.of(), Allowed.level(levels), false);
    }

    /** Which of so many values of a record are missing. */
    public static Port missing(int width) {
        return new Port(MISSING, "BOOL", List.of(width), Allowed.level(2), true);
    }

    /** How many values belong to a record. */
    public int width() {
        return Math.toIntExact(Tensor.count(name, row));
    }
}
