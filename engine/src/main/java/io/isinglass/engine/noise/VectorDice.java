package io.isinglass.engine.noise;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Dice#uniform} in every lane of a vector, for the sites of one colour of a row: every second column. */
public final class VectorDice {

    /*
     * A number of 53 bits becomes a real without a conversion, which few machines have for vectors: its upper 21 bits are
     * the last of a real from 2³¹ on, the lower 32 those of one from ½ on, and both are put together exactly.
     */

    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final long STEP = Dice.WEYL << 1;
    private static final LongVector STEPS = LongVector.zero(WORDS).addIndex(1).mul(STEP);
    private static final LongVector STEP_EACH = all(STEP);
    private static final LongVector MIX_1 = all(Dice.MIX_1);
    private static final LongVector MIX_2 = all(Dice.MIX_2);
    private static final LongVector LOW = all(0xFFFFFFFFL);
    private static final LongVector LOW_BASE = all(Double.doubleToRawLongBits(0x1p-1));
    private static final LongVector HIGH_BASE = all(Double.doubleToRawLongBits(0x1p31));
    private static final DoubleVector BASES = DoubleVector.broadcast(REALS, 0x1p31 + 0x1p-1);

    private VectorDice() {}

    private static LongVector all(long value) {
        return LongVector.broadcast(WORDS, value);
    }

    /** Uniform numbers of the first {@code count} sites, rounded up to whole vectors; {@code unmixed} is the first site's. */
    public static void uniforms(double[] into, int count, long unmixed, long twist) {
        LongVector turn = all(twist);
        for (int at = 0; at < count; at += WORDS.length()) {
            LongVector z = STEPS.add(all(unmixed + at * STEP));
            real(mixed(z, turn)).intoArray(into, at);
        }
    }

    /** The same for the sites of these numbers in the strip. */
    public static void uniforms(double[] into, long[] numbers, int count, long unmixed, long twist) {
        LongVector turn = all(twist);
        LongVector first = all(unmixed);
        for (int at = 0; at < count; at += WORDS.length()) {
            LongVector z =
                    LongVector.fromArray(WORDS, numbers, at).mul(STEP_EACH).add(first);
            real(mixed(z, turn)).intoArray(into, at);
        }
    }

    private static LongVector mixed(LongVector unmixed, LongVector twist) {
        LongVector z = unmixed;
        z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 30))
                .mul(MIX_1)
                .add(twist);
        z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 27))
                .mul(MIX_2);
        return z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 31));
    }

    private static DoubleVector real(LongVector bits) {
        LongVector high = bits.lanewise(VectorOperators.LSHR, 43).or(HIGH_BASE);
        LongVector low = bits.lanewise(VectorOperators.LSHR, 11).and(LOW).or(LOW_BASE);
        return high.reinterpretAsDoubles().sub(BASES).add(low.reinterpretAsDoubles());
    }
}
