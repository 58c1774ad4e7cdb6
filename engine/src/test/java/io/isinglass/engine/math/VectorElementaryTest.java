package io.isinglass.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/** The lanes of a vector have the bits of the scalar form, whose truth is tested by itself. */
class VectorElementaryTest {

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final int COUNT = 200_000;

    @Test
    void theExponentialHasTheSameBits() {
        assertSame(Elementary::exp, VectorElementary::exp, between(-760, 720));
        assertSame(Elementary::exp, VectorElementary::exp, between(-1e-3, 1e-3));
        assertSame(Elementary::exp, VectorElementary::exp, anything());
    }

    @Test
    void theLogarithmHasTheSameBits() {
        assertSame(Elementary::log, VectorElementary::log, between(0, 2));
        assertSame(Elementary::log, VectorElementary::log, anything());
    }

    @Test
    void theCosineHasTheSameBits() {
        assertSame(Elementary::cosineOfTurns, VectorElementary::cosineOfTurns, between(-2, 2));
        assertSame(Elementary::cosineOfTurns, VectorElementary::cosineOfTurns, anything());
    }

    /** A quarter of what it says is room for the rounding of those who compare it. */
    @Test
    void aChanceIsOffByLessThanItSays() {
        assertChances(between(-2, 0.1));
        assertChances(between(-80, 1));
        assertChances(anything());
    }

    private static void assertChances(double[] xs) {
        double[] ours = new double[REALS.length()];
        for (int at = 0; at + REALS.length() <= xs.length; at += REALS.length()) {
            VectorElementary.chance(DoubleVector.fromArray(REALS, xs, at)).intoArray(ours, 0);
            for (int lane = 0; lane < ours.length; lane++) {
                double x = xs[at + lane];
                double exact = Double.isNaN(x) ? 0 : Math.min(1, Elementary.exp(x));
                assertEquals(exact, ours[lane], 0.75 * VectorElementary.CHANCE_ERROR, () -> "of " + x);
            }
        }
    }

    private static double[] between(double low, double high) {
        return new SplittableRandom(1).doubles(COUNT, low, high).toArray();
    }

    /** Doubles of all bits, and those at which something ends. */
    private static double[] anything() {
        DoubleStream bits = new SplittableRandom(2).longs(COUNT).mapToDouble(Double::longBitsToDouble);
        DoubleStream ends = DoubleStream.of(
                0.0,
                Double.MIN_VALUE,
                Math.nextDown(Double.MIN_NORMAL),
                Double.MIN_NORMAL,
                0.7071067811865475,
                0.7071067811865476,
                1,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                Elementary.LARGEST_EXPONENT,
                Math.nextUp(Elementary.LARGEST_EXPONENT),
                Elementary.SMALLEST_EXPONENT,
                Math.nextDown(Elementary.SMALLEST_EXPONENT));
        double[] positive = DoubleStream.concat(bits, ends).toArray();
        return DoubleStream.concat(
                        DoubleStream.of(positive), DoubleStream.of(positive).map(x -> -x))
                .toArray();
    }

    private static void assertSame(DoubleUnaryOperator scalar, UnaryOperator<DoubleVector> vector, double[] xs) {
        double[] ours = new double[REALS.length()];
        for (int at = 0; at + REALS.length() <= xs.length; at += REALS.length()) {
            vector.apply(DoubleVector.fromArray(REALS, xs, at)).intoArray(ours, 0);
            for (int lane = 0; lane < ours.length; lane++) {
                double x = xs[at + lane];
                assertEquals(scalar.applyAsDouble(x), ours[lane], () -> "of " + x);
            }
        }
    }
}
