package io.isinglass.engine.measure;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What {@link PatchSum} does with a run of values, in every lane of a vector. */
final class VectorSum {

    /*
     * Adding SPLIT to a value rounds it to a multiple of 2⁻²⁰, and the bits of the sum count those; what is left, times
     * 2⁶⁴, is rounded to a whole number in the same way. So bits are added up as they are, and those of the constants
     * taken away at the end. FixedPoint cuts towards zero: where the rounding went away from it, a one is taken back.
     */

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;
    private static final double LARGEST = 0x1p27;
    private static final double SPLIT_AT = 0x1.8p32;
    private static final double ROUND_BY = 0x1.8p52;
    private static final DoubleVector SPLIT = DoubleVector.broadcast(REALS, SPLIT_AT);
    private static final DoubleVector ROUND = DoubleVector.broadcast(REALS, ROUND_BY);
    private static final DoubleVector SCALE = DoubleVector.broadcast(REALS, 0x1p64);
    private static final LongVector SIGN = LongVector.broadcast(WORDS, Long.MIN_VALUE);
    private static final LongVector ONE = LongVector.broadcast(WORDS, 1);

    private VectorSum() {}

    /** Adds at most 2¹² values; false, and nothing added, where one is too large for this way. */
    static boolean add(double[] values, int from, int to, PatchSum sum) {
        int end = from + REALS.loopBound(to - from);
        LongVector high = LongVector.zero(WORDS);
        LongVector low = LongVector.zero(WORDS);
        for (int at = from; at < end; at += REALS.length()) {
            DoubleVector value = DoubleVector.fromArray(REALS, values, at);
            if (!value.abs().lt(LARGEST).allTrue()) {
                return false;
            }
            DoubleVector rounded = value.add(SPLIT);
            DoubleVector rest = value.sub(rounded.sub(SPLIT));
            DoubleVector whole = rest.fma(SCALE, ROUND);
            DoubleVector off = rest.fma(SCALE, ROUND.sub(whole));
            DoubleVector outward = off.reinterpretAsLongs()
                    .lanewise(VectorOperators.XOR, value.reinterpretAsLongs().and(SIGN))
                    .reinterpretAsDoubles();
            VectorMask<Long> wrong = outward.lt(0).cast(WORDS);
            VectorMask<Long> negative = value.lt(0).cast(WORDS);
            high = high.add(rounded.reinterpretAsLongs());
            low = low.add(whole.reinterpretAsLongs())
                    .add(ONE, wrong.and(negative))
                    .sub(ONE, wrong.andNot(negative));
        }
        long count = (long) end - from;
        sum.add(
                high.reduceLanes(VectorOperators.ADD) - count * Double.doubleToRawLongBits(SPLIT_AT),
                low.reduceLanes(VectorOperators.ADD) - count * Double.doubleToRawLongBits(ROUND_BY));
        sum.addEach(values, end, to);
        return true;
    }
}
