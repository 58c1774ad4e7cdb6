package io.isinglass.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.isinglass.engine.field.Stripe;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The counts of {@link PackedSums} in a square lattice, word by word of a vector, in one pass: how many neighbours differ is
 * added up in binary before it is counted, as {@link PackedSquare} adds them. Loaded only where the Vector API is there.
 */
final class PackedCounts {

    private static final VectorSpecies<Long> LANES = LongVector.SPECIES_PREFERRED;

    private PackedCounts() {}

    /**
     * Counts as many words as fill whole vectors; returns how many.
     *
     * @param sums gets the pairs that differ, the spins that point up, and those of the other colour
     */
    static int add(Stripe stripe, long[] sums) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] masks = stripe.masks();
        long[] odds = stripe.odds();
        long[] mends = stripe.mends();
        int at = stripe.at();
        int mask = stripe.mask();
        int otherMask = stripe.otherMask();
        int row = stripe.words();
        int end = LANES.loopBound(stripe.size());
        LongVector differ = LongVector.zero(LANES);
        LongVector ups = LongVector.zero(LANES);
        LongVector othersUp = LongVector.zero(LANES);
        for (int word = 0; word < end; word += LANES.length()) {
            LongVector counts = LongVector.fromArray(LANES, masks, mask + word);
            LongVector spin = LongVector.fromArray(LANES, own, at + word);
            LongVector level = LongVector.fromArray(LANES, other, at + word);
            LongVector a = LongVector.fromArray(LANES, other, at + word - row).lanewise(XOR, spin);
            LongVector b = LongVector.fromArray(LANES, other, at + word + row).lanewise(XOR, spin);
            LongVector c = level.lanewise(XOR, spin);
            LongVector west = LongVector.fromArray(LANES, other, at + word - 1)
                    .lanewise(LSHR, 63)
                    .or(level.lanewise(LSHL, 1));
            LongVector east = LongVector.fromArray(LANES, other, at + word + 1)
                    .lanewise(LSHL, 63)
                    .or(level.lanewise(LSHR, 1));
            LongVector d = west.lanewise(XOR, east)
                    .and(LongVector.fromArray(LANES, odds, mask + word))
                    .lanewise(XOR, west)
                    .lanewise(XOR, LongVector.fromArray(LANES, mends, word))
                    .lanewise(XOR, spin);
            LongVector abc = a.lanewise(XOR, b).lanewise(XOR, c);
            LongVector carryC = a.and(b).or(c.and(a.or(b)));
            LongVector carry = abc.and(d);
            LongVector one = abc.lanewise(XOR, d).and(counts);
            LongVector two = carryC.lanewise(XOR, carry).and(counts);
            LongVector four = carryC.and(carry).and(counts);
            differ = differ.add(one.lanewise(BIT_COUNT))
                    .add(two.lanewise(BIT_COUNT).lanewise(LSHL, 1))
                    .add(four.lanewise(BIT_COUNT).lanewise(LSHL, 2));
            ups = ups.add(spin.and(counts).lanewise(BIT_COUNT));
            othersUp = othersUp.add(level.and(LongVector.fromArray(LANES, masks, otherMask + word))
                    .lanewise(BIT_COUNT));
        }
        sums[0] += differ.reduceLanes(ADD);
        sums[1] += ups.reduceLanes(ADD);
        sums[2] += othersUp.reduceLanes(ADD);
        return end;
    }
}
