package io.isinglass.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.isinglass.engine.noise.Dice;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** What {@link WholeGroup} does where a vector holds 64 bytes: the lanes of a site are one vector. */
final class ByteLanes {

    /*
     * The number of a pull looks up the first digit of the chance in two vectors of 64 entries, and the first digit drawn
     * is compared with it. Where both are equal in any lane, one of 256, the second digits are compared in the same way;
     * a lane in which those are equal too is settled by itself. All is in one method, since a vector that leaves its
     * method is put on the heap.
     */

    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_512;
    private static final VectorSpecies<Byte> LANES = ByteVector.SPECIES_512;
    private static final LongVector STEPS =
            LongVector.broadcast(WORDS, 0).addIndex(1).mul(Dice.WEYL);
    private static final int TABLE = Chances.ENTRIES;
    private static final int HALF = TABLE / 2;
    private static final int SECOND = 4 * TABLE;

    private ByteLanes() {}

    /** Moves sites of one piece each; after an event a spin points up, or {@code turns}. */
    static void move(WholeGroup group, int[] sites, Dice dice, byte[] tables, boolean turns) {
        long[] spins = group.spins();
        WholeBonds bonds = group.bonds();
        int[] others = bonds.others();
        long key = dice.key() + Dice.WEYL;
        long twist = dice.twist();
        long taken = group.taken();
        long forgets = turns ? 0 : -1;
        for (int site : sites) {
            int piece = bonds.piece(site);
            int unit = bonds.start(piece);
            LongVector sum =
                    ByteVector.broadcast(LANES, (byte) number(bonds, piece)).reinterpretAsLongs();
            for (int end = bonds.negative(piece); unit < end; unit++) {
                sum = sum.add(LongVector.fromArray(WORDS, spins, others[unit] * WholeGroup.WORDS));
            }
            for (int end = bonds.start(piece + 1); unit < end; unit++) {
                sum = sum.sub(LongVector.fromArray(WORDS, spins, others[unit] * WholeGroup.WORDS));
            }
            ByteVector number = sum.reinterpretAsBytes();
            ByteVector now =
                    LongVector.fromArray(WORDS, spins, site * WholeGroup.WORDS).reinterpretAsBytes();
            VectorMask<Byte> up = now.eq((byte) 1);
            int table = Chances.table(bonds.units(piece), 0);
            ByteVector low = ByteVector.fromArray(LANES, tables, table);
            ByteVector high = ByteVector.fromArray(LANES, tables, table + HALF);
            ByteVector limit = number.selectFrom(low, high);
            low = ByteVector.fromArray(LANES, tables, table + TABLE);
            high = ByteVector.fromArray(LANES, tables, table + TABLE + HALF);
            limit = limit.blend(number.selectFrom(low, high), up);
            LongVector z = STEPS.add(key + ((long) site << 6) * Dice.WEYL);
            z = z.lanewise(XOR, z.lanewise(LSHR, 30)).mul(Dice.MIX_1).add(twist);
            z = z.lanewise(XOR, z.lanewise(LSHR, 27)).mul(Dice.MIX_2);
            ByteVector drawn = z.lanewise(XOR, z.lanewise(LSHR, 31)).reinterpretAsBytes();
            long events = drawn.compare(ULT, limit).toLong();
            long open = drawn.eq(limit).toLong() & taken;
            if (open != 0) {
                low = ByteVector.fromArray(LANES, tables, SECOND + table);
                high = ByteVector.fromArray(LANES, tables, SECOND + table + HALF);
                limit = number.selectFrom(low, high);
                low = ByteVector.fromArray(LANES, tables, SECOND + table + TABLE);
                high = ByteVector.fromArray(LANES, tables, SECOND + table + TABLE + HALF);
                limit = limit.blend(number.selectFrom(low, high), up);
                z = STEPS.add(key + ((long) site << 6 | 1 << 3) * Dice.WEYL);
                z = z.lanewise(XOR, z.lanewise(LSHR, 30)).mul(Dice.MIX_1).add(twist);
                z = z.lanewise(XOR, z.lanewise(LSHR, 27)).mul(Dice.MIX_2);
                drawn = z.lanewise(XOR, z.lanewise(LSHR, 31)).reinterpretAsBytes();
                events |= drawn.compare(ULT, limit).toLong() & open;
                open &= drawn.eq(limit).toLong();
            }
            long turned = (up.toLong() & forgets ^ events) & taken;
            now.lanewise(XOR, ByteVector.zero(LANES).blend((byte) 1, VectorMask.fromLong(LANES, turned)))
                    .reinterpretAsLongs()
                    .intoArray(spins, site * WholeGroup.WORDS);
            if (open != 0) {
                sum.intoArray(group.counts(), 0);
                group.settle(dice, site, open);
            }
        }
    }

    /** The number of the smallest pull of a site, and one more for each of its negative units. */
    private static int number(WholeBonds bonds, int piece) {
        int units = bonds.units(piece);
        return bonds.negativeUnits(piece) + (Chances.largest(units) - units) / 2;
    }

    /** Sets the group's counts to the units of a piece that draw upwards. */
    static void count(WholeGroup group, WholeBonds bonds, int piece) {
        long[] spins = group.spins();
        int[] others = bonds.others();
        LongVector sum = LongVector.broadcast(WORDS, bonds.negativeUnits(piece) * WholeGroup.ONES);
        int unit = bonds.start(piece);
        for (int end = bonds.negative(piece); unit < end; unit++) {
            sum = sum.add(LongVector.fromArray(WORDS, spins, others[unit] * WholeGroup.WORDS));
        }
        for (int end = bonds.start(piece + 1); unit < end; unit++) {
            sum = sum.sub(LongVector.fromArray(WORDS, spins, others[unit] * WholeGroup.WORDS));
        }
        sum.intoArray(group.counts(), 0);
    }
}
