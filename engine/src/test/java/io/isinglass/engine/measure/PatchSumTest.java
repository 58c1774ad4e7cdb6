package io.isinglass.engine.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchSumTest {

    /** Of all sizes: below 2⁻⁶⁴ where nothing is left, at the point where a double is cut, and too large for a vector. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-25, 0x1p-63, 0x1p-30, 0x1p-12, 1, 0x1p26, 0x1p28, 0x1p50})
    void aRunOfValuesAddsUpToTheirSum(double size) {
        double[] values = new SplittableRandom(5).doubles(9_001, -size, size).toArray();
        values[17] = 0.0;
        values[18] = -0.0;
        values[19] = 0x1p-20;
        for (int count : new int[] {0, 1, 7, 64, 9_000}) {
            assertEquals(each(values, count), run(values, count), () -> count + " of size " + size);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0x1p62})
    void whatCannotBeSummedIsRefused(double bad) {
        double[] values = DoubleStream.generate(() -> 1).limit(65).toArray();
        values[40] = bad;
        assertThrows(ArithmeticException.class, () -> run(values, 64));
    }

    private static Series each(double[] values, int count) {
        Series series = Series.zeros(1, 1);
        for (int at = 1; at <= count; at++) {
            series.add(0, 0, values[at]);
        }
        return series;
    }

    private static Series run(double[] values, int count) {
        Series series = Series.zeros(1, 1);
        PatchSum sum = new PatchSum();
        sum.addAll(values, 1, count);
        sum.drain(series, 0, 0);
        return series;
    }
}
