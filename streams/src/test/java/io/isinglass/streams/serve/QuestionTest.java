package io.isinglass.streams.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be asked, and what cannot. */
class QuestionTest {

    /** Spins in threes, and an hour; it says nothing. */
    private static final Inference SILENT = new Inference() {

        @Override
        public List<Port> inputs() {
            return List.of(Port.input("record", Port.Allowed.SPIN, 3), Port.missing(3), Port.level("hour", 24));
        }

        @Override
        public List<Port> outputs() {
            return List.of(Port.output("energy"));
        }

        @Override
        public List<Tensor> infer(Question question) {
            return List.of();
        }
    };

    private static Tensor record(double... values) {
        return Tensor.reals("record", values, values.length / 3, 3);
    }

    private static Tensor hours(int... hours) {
        return Tensor.wholes("hour", hours, hours.length);
    }

    @Test
    void whatIsSaidToBeMissingIsNotLookedAt() {
        Tensor missing = Tensor.wholes("missing", new int[] {0, 0, 0, 0, 1, 0}, 2, 3);
        Question question =
                Question.of(SILENT, List.of(missing, record(1, -1, 1, 1, 17, Double.NaN), hours(0, 23)), List.of(), 5);

        assertEquals(2, question.records());
        assertArrayEquals(
                new double[] {1, Double.NaN, Double.NaN},
                question.row("record", 1).orElseThrow());
        assertArrayEquals(new double[] {23}, question.row("hour", 1).orElseThrow());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "record must be 1 or -1, was 0.0 at value 2 of record 1",
                        List.of(record(1, 1, 1, 1, 1, 0), hours(1, 1))),
                Arguments.of(
                        "hour must be a whole number 0..23, was 24.0 at value 0 of record 0",
                        List.of(record(1, 1, 1), hours(24))),
                Arguments.of("input hour must be given (inputs: record, missing, hour)", List.of(record(1, 1, 1))),
                Arguments.of("input record must be given (inputs: record, missing, hour)", List.of(hours(1))),
                Arguments.of("input hour was given twice", List.of(record(1, 1, 1), hours(1), hours(1))),
                Arguments.of(
                        "unknown input \"day\" (known: record, missing, hour)",
                        List.of(Tensor.wholes("day", new int[1], 1))),
                Arguments.of(
                        "shape of record must be [1, 3], the first the number of records, was [1, 2]",
                        List.of(Tensor.reals("record", new double[2], 1, 2), hours(1))),
                Arguments.of(
                        "shape of record must be [1 or more, 3], the first the number of records, was [0, 3]",
                        List.of(record(), hours())),
                Arguments.of(
                        "shape of hour must be [1], the first the number of records, was [2]",
                        List.of(record(1, 1, 1), hours(1, 1))),
                Arguments.of(
                        "hour must be a whole number 0..23, was missing at value 0 of record 0",
                        List.of(record(1, 1, 1), Tensor.reals("hour", new double[] {Double.NaN}, 1))));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatCannotBeMeantIsRefused(String expected, List<Tensor> inputs) {
        Refused refused = assertThrows(Refused.class, () -> Question.of(SILENT, inputs, List.of(), 0));
        assertEquals(expected, refused.getMessage());
    }

    @Test
    void anOutputThatIsNotThereIsRefused() {
        List<Tensor> inputs = List.of(record(1, 1, 1), hours(1));
        Refused refused = assertThrows(Refused.class, () -> Question.of(SILENT, inputs, List.of("mood"), 0));
        assertEquals("unknown output \"mood\" (known: energy)", refused.getMessage());
    }
}
