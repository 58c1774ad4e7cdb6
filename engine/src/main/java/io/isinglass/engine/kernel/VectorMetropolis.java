package io.isinglass.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.isinglass.engine.field.StripField;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.math.VectorElementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Dice;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link Metropolis} of {@link Phi4}, strip by strip in vectors. */
final class VectorMetropolis {

    /*
     * In two loops over the strip: one would be so long that the processor hardly has two vectors under way at a time. Almost
     * all sites are decided by a number and a chance that are not exact, but near enough for the outcome to be sure.
     * Those that this leaves open are decided one by one, as the clear form would.
     *
     * A number is taken for a real without a conversion, which few machines have for vectors: its upper 21 bits are the
     * last of a real from 2³² on, the next 32 those of one from 1 on, and both are put together exactly, centred. Of the
     * second number the bits that the mixing comes to last are left as they were: the upper 31 are right.
     *
     * No vector passes from method to method but to one that is short: see PackedSquare. Past the end of a strip
     * the lanes compute with whatever lies there, and nothing of it is kept.
     */

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = REALS.length();
    private static final long STEP = Dice.WEYL << 1;
    private static final long TO_SECOND = Dice.WEYL << 32;
    private static final LongVector STEPS = LongVector.zero(WORDS).addIndex(1).mul(STEP);
    private static final long ONE = Double.doubleToRawLongBits(1);
    private static final long HIGH = Double.doubleToRawLongBits(0x1p32);
    private static final long LOW = 0xFFFFFFFFL;

    /** How far the number of a site is from its chance, at least, where the outcome is sure. */
    private static final double SURE = VectorElementary.CHANCE_ERROR;

    private final StripField field;
    private final double[] cells;
    private final Dice dice;
    private final double[] next;
    private final double[] drawn;
    private final double[] gains;
    private final double[] beyond;
    private final long[] open;
    private final double w;
    private final double a;
    private final double b;
    private final double r;
    private final double stride;
    private int[] around;
    private int own;
    private int count;
    private int column;

    VectorMetropolis(StripField field, Phi4 model, Couplings couplings, Dice dice) {
        this.field = field;
        this.cells = field.cells();
        this.dice = dice;
        this.next = field.scratch(0);
        this.drawn = field.scratch(1);
        this.gains = field.scratch(2);
        this.beyond = field.scratch(3);
        this.open = field.numbers();
        this.w = couplings.at(Phi4.BOND);
        this.a = couplings.at(Phi4.SQUARE);
        this.b = couplings.at(Phi4.FOURTH);
        this.r = couplings.at(Phi4.LINEAR);
        this.stride = model.stride();
    }

    void move(int z, int y, int colour) {
        own = field.strip(z, y, colour);
        around = field.around(z, y, colour);
        count = field.count(z, y, colour);
        column = field.patch().left() + field.first(z, y, colour);
        dice.row(field.patch().row(z, y));
        offer();
        System.arraycopy(cells, own + count, beyond, 0, LANES);
        decide();
        System.arraycopy(beyond, 0, cells, own + count, LANES);
        settle();
    }

    /** Draws a value for each site, what it would add to ln p, and, from 1 to 2, the number to accept it by. */
    private void offer() {
        DoubleVector w = DoubleVector.broadcast(REALS, this.w);
        DoubleVector a = DoubleVector.broadcast(REALS, this.a);
        DoubleVector b = DoubleVector.broadcast(REALS, this.b);
        DoubleVector r = DoubleVector.broadcast(REALS, this.r);
        DoubleVector stride = DoubleVector.broadcast(REALS, this.stride);
        LongVector twist = LongVector.broadcast(WORDS, dice.twist());
        long unmixed = dice.unmixed(column, 0);
        int front = around[0];
        int back = around[1];
        int north = around[2];
        int south = around[3];
        int west = around[4];
        int east = around[5];
        for (int at = 0; at < count; at += LANES) {
            LongVector first = STEPS.add(unmixed + at * STEP);
            LongVector second = first.add(TO_SECOND);
            first = first.lanewise(XOR, first.lanewise(LSHR, 30))
                    .mul(Dice.MIX_1)
                    .add(twist);
            first = first.lanewise(XOR, first.lanewise(LSHR, 27)).mul(Dice.MIX_2);
            second = second.lanewise(XOR, second.lanewise(LSHR, 30))
                    .mul(Dice.MIX_1)
                    .add(twist);
            second = second.lanewise(XOR, second.lanewise(LSHR, 27)).mul(Dice.MIX_2);
            second.lanewise(LSHR, 12).or(ONE).reinterpretAsDoubles().intoArray(drawn, at);
            first = first.lanewise(XOR, first.lanewise(LSHR, 31));
            DoubleVector low = first.lanewise(LSHR, 11).and(LOW).or(ONE).reinterpretAsDoubles();
            DoubleVector high = first.lanewise(LSHR, 43).or(HIGH).reinterpretAsDoubles();
            DoubleVector offset = high.sub(0x1p32 + 2).add(low).mul(stride);
            DoubleVector sum = DoubleVector.fromArray(REALS, cells, front + at)
                    .add(DoubleVector.fromArray(REALS, cells, back + at))
                    .add(DoubleVector.fromArray(REALS, cells, north + at))
                    .add(DoubleVector.fromArray(REALS, cells, south + at))
                    .add(DoubleVector.fromArray(REALS, cells, west + at))
                    .add(DoubleVector.fromArray(REALS, cells, east + at));
            DoubleVector pull = w.fma(sum, r);
            DoubleVector now = DoubleVector.fromArray(REALS, cells, own + at);
            DoubleVector square = now.mul(now);
            DoubleVector lost = now.mul(pull).sub(square.mul(b.fma(square, a)));
            DoubleVector then = now.add(offset);
            then.intoArray(next, at);
            square = then.mul(then);
            then.mul(pull).sub(square.mul(b.fma(square, a))).sub(lost).intoArray(gains, at);
        }
    }

    /** Moves the sites that are sure to take what they are offered, and says which are not sure. */
    private void decide() {
        for (int at = 0; at < count; at += LANES) {
            DoubleVector chance = VectorElementary.chance(DoubleVector.fromArray(REALS, gains, at));
            DoubleVector over = DoubleVector.fromArray(REALS, drawn, at).sub(chance);
            VectorMask<Double> taken = over.lt(1 - SURE);
            open[at / LANES] = over.lt(1 + SURE).andNot(taken).toLong();
            DoubleVector.fromArray(REALS, cells, own + at)
                    .blend(DoubleVector.fromArray(REALS, next, at), taken)
                    .intoArray(cells, own + at);
        }
    }

    private void settle() {
        for (int at = 0; at < count; at += LANES) {
            for (long left = open[at / LANES]; left != 0; left &= left - 1) {
                settle(at + Long.numberOfTrailingZeros(left));
            }
        }
    }

    private void settle(int site) {
        double gain = gains[site];
        if (site < count && (gain >= 0 || dice.uniform(column + 2 * site, 1) < Elementary.exp(gain))) {
            cells[own + site] = next[site];
        }
    }
}
