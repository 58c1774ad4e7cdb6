package io.isinglass.engine.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Elementary} in every lane of a vector, step by step the same and so with the same bits. */
public final class VectorElementary {

    /*
     * Wants the module jdk.incubator.vector: who names this class has looked whether it is there. A species is a
     * constant here and not a parameter, there are no loops, and each method is small enough that the compiler inlines it
     * (FreqInlineSize): else vectors would be objects on the heap.
     *
     * A chance is e^r of |r| ≤ ln 2 / 2 to the fifth order, times a power of two: off by at most r⁶/720 < 2.5·10⁻⁶ where
     * r < 0 and the power is 1, by less than that where r > 0 and the power at most ½. Below −64 it is held for that of −64.
     */

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;

    /** What {@link #chance} is off by at most. */
    public static final double CHANCE_ERROR = 0x1p-18;

    private static final long LEAST = Double.doubleToRawLongBits(-64);

    private static final DoubleVector LOG2_E = all(Elementary.LOG2_E);
    private static final DoubleVector ROUND = all(Elementary.ROUND);
    private static final DoubleVector LN2_LOW = all(Elementary.LN2_LOW);
    private static final DoubleVector LN2_HIGH = all(Elementary.LN2_HIGH);
    private static final DoubleVector E_13 = all(Elementary.E_13);
    private static final DoubleVector E_12 = all(Elementary.E_12);
    private static final DoubleVector E_11 = all(Elementary.E_11);
    private static final DoubleVector E_10 = all(Elementary.E_10);
    private static final DoubleVector E_9 = all(Elementary.E_9);
    private static final DoubleVector E_8 = all(Elementary.E_8);
    private static final DoubleVector E_7 = all(Elementary.E_7);
    private static final DoubleVector E_6 = all(Elementary.E_6);
    private static final DoubleVector E_5 = all(Elementary.E_5);
    private static final DoubleVector E_4 = all(Elementary.E_4);
    private static final DoubleVector E_3 = all(Elementary.E_3);
    private static final DoubleVector E_2 = all(Elementary.E_2);
    private static final DoubleVector ONE = all(1);
    private static final DoubleVector HALF_LOG2_E = all(Elementary.LOG2_E / 2);
    private static final DoubleVector LIFT = all(0x1p54);
    private static final DoubleVector UNBIASED = all(0x1p52 + Elementary.BIAS);
    private static final DoubleVector LIFTED = all(54);
    private static final LongVector BIAS = each(Elementary.BIAS);
    private static final LongVector ROOT_TO_ONE = each(Elementary.ROOT_TO_ONE);
    private static final LongVector ROOT = each(Elementary.ROOT);
    private static final LongVector MANTISSA = each(Elementary.MANTISSA);
    private static final LongVector ONES = each(Elementary.ONES);
    private static final DoubleVector TURN = all(2 * Math.PI);
    private static final DoubleVector ZERO = all(0);
    private static final DoubleVector NAN = all(Double.NaN);
    private static final DoubleVector INFINITY = all(Double.POSITIVE_INFINITY);
    private static final DoubleVector MINUS_INFINITY = all(Double.NEGATIVE_INFINITY);
    private static final DoubleVector SMALLEST_EXPONENT = all(Elementary.SMALLEST_EXPONENT);
    private static final DoubleVector LARGEST_EXPONENT = all(Elementary.LARGEST_EXPONENT);
    private static final DoubleVector A_23 = all(1.0 / 23);
    private static final DoubleVector A_21 = all(1.0 / 21);
    private static final DoubleVector A_19 = all(1.0 / 19);
    private static final DoubleVector A_17 = all(1.0 / 17);
    private static final DoubleVector A_15 = all(1.0 / 15);
    private static final DoubleVector A_13 = all(1.0 / 13);
    private static final DoubleVector A_11 = all(1.0 / 11);
    private static final DoubleVector A_9 = all(1.0 / 9);
    private static final DoubleVector A_7 = all(1.0 / 7);
    private static final DoubleVector A_5 = all(1.0 / 5);
    private static final DoubleVector A_3 = all(1.0 / 3);
    private static final DoubleVector QUARTER = all(0.25);
    private static final DoubleVector S_21 = all(Elementary.S_21);
    private static final DoubleVector S_19 = all(Elementary.S_19);
    private static final DoubleVector S_17 = all(Elementary.S_17);
    private static final DoubleVector S_15 = all(Elementary.S_15);
    private static final DoubleVector S_13 = all(Elementary.S_13);
    private static final DoubleVector S_11 = all(Elementary.S_11);
    private static final DoubleVector S_9 = all(Elementary.S_9);
    private static final DoubleVector S_7 = all(Elementary.S_7);
    private static final DoubleVector S_5 = all(Elementary.S_5);
    private static final DoubleVector S_3 = all(Elementary.S_3);

    private VectorElementary() {}

    /** {@link Elementary#exp}. */
    public static DoubleVector exp(DoubleVector x) {
        DoubleVector rounded = x.fma(LOG2_E, ROUND);
        DoubleVector down = ROUND.sub(rounded);
        DoubleVector r = down.fma(LN2_LOW, down.fma(LN2_HIGH, x));
        DoubleVector sum = E_13.fma(r, E_12)
                .fma(r, E_11)
                .fma(r, E_10)
                .fma(r, E_9)
                .fma(r, E_8)
                .fma(r, E_7)
                .fma(r, E_6)
                .fma(r, E_5)
                .fma(r, E_4)
                .fma(r, E_3)
                .fma(r, E_2)
                .fma(r, ONE)
                .fma(r, ONE);
        LongVector half = x.fma(HALF_LOG2_E, ROUND).reinterpretAsLongs();
        LongVector rest = rounded.reinterpretAsLongs().sub(half);
        half = half.add(BIAS).lanewise(VectorOperators.LSHL, Elementary.MANTISSA_BITS);
        rest = rest.add(BIAS).lanewise(VectorOperators.LSHL, Elementary.MANTISSA_BITS);
        return sum.mul(half.reinterpretAsDoubles())
                .mul(rest.reinterpretAsDoubles())
                .blend(ZERO, x.lt(SMALLEST_EXPONENT))
                .blend(INFINITY, x.compare(VectorOperators.GT, LARGEST_EXPONENT))
                .blend(x, x.compare(VectorOperators.NE, x));
    }

    /** The lesser of 1 and e to the power {@code x}, to within {@link #CHANCE_ERROR}; as good as 0 where there is no number. */
    public static DoubleVector chance(DoubleVector x) {
        DoubleVector down = x.reinterpretAsLongs().min(LEAST).reinterpretAsDoubles();
        DoubleVector rounded = down.fma(all(Elementary.LOG2_E), all(Elementary.ROUND));
        DoubleVector r = all(Elementary.ROUND).sub(rounded).fma(all(Elementary.LN2_HIGH), down);
        DoubleVector square = r.mul(r);
        DoubleVector sum = r.fma(all(Elementary.E_5), all(Elementary.E_4))
                .fma(square, r.fma(all(Elementary.E_3), all(Elementary.E_2)))
                .fma(square, r.add(1));
        LongVector power = rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, Elementary.MANTISSA_BITS);
        return sum.reinterpretAsLongs().add(power).reinterpretAsDoubles().blend(1, x.compare(VectorOperators.GE, 0));
    }

    /** {@link Elementary#log}. */
    public static DoubleVector log(DoubleVector x) {
        VectorMask<Double> tiny = x.lt(Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(LIFT), tiny).reinterpretAsLongs().add(ROOT_TO_ONE);
        DoubleVector m = bits.and(MANTISSA).add(ROOT).reinterpretAsDoubles();
        LongVector exponent = bits.lanewise(VectorOperators.LSHR, Elementary.MANTISSA_BITS);
        DoubleVector power = exponent.or(ONES).reinterpretAsDoubles().sub(UNBIASED);
        power = power.blend(power.sub(LIFTED), tiny);
        DoubleVector s = m.sub(ONE).div(m.add(ONE));
        DoubleVector square = s.mul(s);
        DoubleVector sum = A_23.fma(square, A_21)
                .fma(square, A_19)
                .fma(square, A_17)
                .fma(square, A_15)
                .fma(square, A_13)
                .fma(square, A_11)
                .fma(square, A_9)
                .fma(square, A_7)
                .fma(square, A_5)
                .fma(square, A_3);
        DoubleVector twice = s.add(s);
        DoubleVector tail = twice.mul(square).fma(sum, power.mul(LN2_LOW));
        return power.fma(LN2_HIGH, twice.add(tail))
                .blend(NAN, x.lt(ZERO))
                .blend(NAN, x.compare(VectorOperators.NE, x))
                .blend(MINUS_INFINITY, x.eq(ZERO))
                .blend(x, x.eq(INFINITY));
    }

    /** {@link Elementary#cosineOfTurns}. */
    public static DoubleVector cosineOfTurns(DoubleVector turns) {
        DoubleVector rest = turns.sub(turns.add(ROUND).sub(ROUND));
        DoubleVector angle = QUARTER.sub(rest.abs()).mul(TURN);
        DoubleVector square = angle.mul(angle);
        DoubleVector sum = S_21.fma(square, S_19)
                .fma(square, S_17)
                .fma(square, S_15)
                .fma(square, S_13)
                .fma(square, S_11)
                .fma(square, S_9)
                .fma(square, S_7)
                .fma(square, S_5)
                .fma(square, S_3);
        return angle.mul(square).fma(sum, angle);
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(REALS, value);
    }

    private static LongVector each(long value) {
        return LongVector.broadcast(WORDS, value);
    }
}
