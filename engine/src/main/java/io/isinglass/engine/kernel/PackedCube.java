package io.isinglass.engine.kernel;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.isinglass.engine.field.Stripe;
import io.isinglass.engine.noise.Dice;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first planes of all sites of a stripe that may have six neighbours, as many words at once as a vector has lanes:
 * which sites they decide to accept, and which they leave open. Loaded only where the Vector API is there.
 */
final class PackedCube {

    /*
     * Compared from the last plane up to the first, a site follows the latest plane in which its number and its
     * probability differ. So no plane waits for another, and there is no branch.
     *
     * No vector may pass from method to method, and none may be the outcome of a branch: the compiler would put it into
     * an object on the heap. Hence a long method, and two of them. The last vector may reach beyond the stripe, where it
     * reads and writes nothing that counts.
     */

    private static final VectorSpecies<Long> LANES = LongVector.SPECIES_PREFERRED;
    private static final int LAST = PackedIsing.SURE_PLANES - 1;

    private PackedCube() {}

    /** Moves sites whose acceptance is the same for both spins; {@code flips} is 0 for the heat bath, −1 for Metropolis. */
    static void alike(Stripe stripe, long key, long twist, long[] limits, long flips) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] odds = stripe.odds();
        long[] mends = stripe.mends();
        long[] starts = stripe.starts();
        long[] accepted = stripe.accepted();
        long[] open = stripe.open();
        int at = stripe.at();
        int odd = stripe.mask();
        int row = stripe.words();
        int plane = stripe.plane();
        int size = stripe.size();
        long ahead = LAST;
        long last = key + ahead * Dice.WEYL;
        for (int word = 0; word < size; word += LANES.length()) {
            LongVector against =
                    LongVector.fromArray(LANES, own, at + word).not().and(flips);
            LongVector a = LongVector.fromArray(LANES, other, at + word - row).lanewise(XOR, against);
            LongVector b = LongVector.fromArray(LANES, other, at + word + row).lanewise(XOR, against);
            LongVector level = LongVector.fromArray(LANES, other, at + word);
            LongVector c = level.lanewise(XOR, against);
            LongVector west = LongVector.fromArray(LANES, other, at + word - 1)
                    .lanewise(LSHR, 63)
                    .or(level.lanewise(LSHL, 1));
            LongVector east = LongVector.fromArray(LANES, other, at + word + 1)
                    .lanewise(LSHL, 63)
                    .or(level.lanewise(LSHR, 1));
            LongVector d = west.lanewise(XOR, east)
                    .and(LongVector.fromArray(LANES, odds, odd + word))
                    .lanewise(XOR, west);
            d = d.lanewise(XOR, LongVector.fromArray(LANES, mends, word)).lanewise(XOR, against);
            LongVector e = LongVector.fromArray(LANES, other, at + word - plane).lanewise(XOR, against);
            LongVector f = LongVector.fromArray(LANES, other, at + word + plane).lanewise(XOR, against);
            LongVector abc = a.lanewise(XOR, b).lanewise(XOR, c);
            LongVector carryC = a.and(b).or(c.and(a.or(b)));
            LongVector def = d.lanewise(XOR, e).lanewise(XOR, f);
            LongVector carryF = d.and(e).or(f.and(d.or(e)));
            LongVector carry = abc.and(def);
            LongVector one = abc.lanewise(XOR, def);
            LongVector two = carryC.lanewise(XOR, carryF).lanewise(XOR, carry);
            LongVector four = carryC.and(carryF).or(carry.and(carryC.or(carryF)));
            LongVector three = one.and(two);
            LongVector five = one.and(four);
            LongVector six = two.and(four);
            LongVector count = LongVector.fromArray(LANES, starts, word).add(last);
            LongVector below = LongVector.zero(LANES);
            LongVector decided = LongVector.zero(LANES);
            for (int k = LAST * Acceptance.STRIDE; k >= 0; k -= Acceptance.STRIDE) {
                LongVector drawn = count;
                count = count.sub(Dice.WEYL);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 30))
                        .mul(Dice.MIX_1)
                        .add(twist);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 27)).mul(Dice.MIX_2);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 31));
                LongVector limit = one.and(limits[k + 1]).lanewise(XOR, limits[k]);
                limit = limit.lanewise(XOR, two.and(limits[k + 2]));
                limit = limit.lanewise(XOR, three.and(limits[k + 3]));
                limit = limit.lanewise(XOR, four.and(limits[k + 4]));
                limit = limit.lanewise(XOR, five.and(limits[k + 5]));
                limit = limit.lanewise(XOR, six.and(limits[k + 6]));
                LongVector differs = limit.lanewise(XOR, drawn);
                below = below.lanewise(XOR, differs.and(below.lanewise(XOR, limit)));
                decided = decided.or(differs);
            }
            below.intoArray(accepted, word);
            decided.not().intoArray(open, word);
        }
    }

    /** The same where those sites that are set in {@code parts}, from {@code from} on, accept otherwise than the others. */
    static void apart(Stripe stripe, long key, long twist, long[] limits, long flips, long[] parts, int from) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] odds = stripe.odds();
        long[] mends = stripe.mends();
        long[] edges = stripe.edges();
        long[] bare = stripe.bare();
        long[] starts = stripe.starts();
        long[] accepted = stripe.accepted();
        long[] open = stripe.open();
        int at = stripe.at();
        int odd = stripe.mask();
        int row = stripe.words();
        int plane = stripe.plane();
        int size = stripe.size();
        long ahead = LAST;
        long last = key + ahead * Dice.WEYL;
        for (int word = 0; word < size; word += LANES.length()) {
            LongVector part = LongVector.fromArray(LANES, parts, from + word);
            LongVector against =
                    LongVector.fromArray(LANES, own, at + word).not().and(flips);
            LongVector a = LongVector.fromArray(LANES, other, at + word - row).lanewise(XOR, against);
            LongVector b = LongVector.fromArray(LANES, other, at + word + row).lanewise(XOR, against);
            LongVector level = LongVector.fromArray(LANES, other, at + word);
            LongVector c = level.lanewise(XOR, against);
            LongVector west = LongVector.fromArray(LANES, other, at + word - 1)
                    .lanewise(LSHR, 63)
                    .or(level.lanewise(LSHL, 1));
            LongVector east = LongVector.fromArray(LANES, other, at + word + 1)
                    .lanewise(LSHL, 63)
                    .or(level.lanewise(LSHR, 1));
            LongVector d = west.lanewise(XOR, east)
                    .and(LongVector.fromArray(LANES, odds, odd + word))
                    .lanewise(XOR, west);
            d = d.lanewise(XOR, LongVector.fromArray(LANES, mends, word)).lanewise(XOR, against);
            LongVector nothing = LongVector.fromArray(LANES, bare, odd + word);
            c = c.lanewise(AND_NOT, nothing);
            d = d.lanewise(
                    AND_NOT, LongVector.fromArray(LANES, edges, odd + word).lanewise(XOR, nothing));
            LongVector e = LongVector.fromArray(LANES, other, at + word - plane).lanewise(XOR, against);
            LongVector f = LongVector.fromArray(LANES, other, at + word + plane).lanewise(XOR, against);
            LongVector abc = a.lanewise(XOR, b).lanewise(XOR, c);
            LongVector carryC = a.and(b).or(c.and(a.or(b)));
            LongVector def = d.lanewise(XOR, e).lanewise(XOR, f);
            LongVector carryF = d.and(e).or(f.and(d.or(e)));
            LongVector carry = abc.and(def);
            LongVector one = abc.lanewise(XOR, def);
            LongVector two = carryC.lanewise(XOR, carryF).lanewise(XOR, carry);
            LongVector four = carryC.and(carryF).or(carry.and(carryC.or(carryF)));
            LongVector three = one.and(two);
            LongVector five = one.and(four);
            LongVector six = two.and(four);
            LongVector count = LongVector.fromArray(LANES, starts, word).add(last);
            LongVector below = LongVector.zero(LANES);
            LongVector decided = LongVector.zero(LANES);
            for (int k = LAST * Acceptance.STRIDE; k >= 0; k -= Acceptance.STRIDE) {
                LongVector drawn = count;
                count = count.sub(Dice.WEYL);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 30))
                        .mul(Dice.MIX_1)
                        .add(twist);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 27)).mul(Dice.MIX_2);
                drawn = drawn.lanewise(XOR, drawn.lanewise(LSHR, 31));
                LongVector more = one.and(limits[k + 8]).lanewise(XOR, limits[k + 7]);
                more = more.lanewise(XOR, two.and(limits[k + 9]));
                more = more.lanewise(XOR, three.and(limits[k + 10]));
                more = more.lanewise(XOR, four.and(limits[k + 11]));
                more = more.lanewise(XOR, five.and(limits[k + 12]));
                more = more.lanewise(XOR, six.and(limits[k + 13]));
                LongVector limit = one.and(limits[k + 1]).lanewise(XOR, limits[k]);
                limit = limit.lanewise(XOR, two.and(limits[k + 2]));
                limit = limit.lanewise(XOR, three.and(limits[k + 3]));
                limit = limit.lanewise(XOR, four.and(limits[k + 4]));
                limit = limit.lanewise(XOR, five.and(limits[k + 5]));
                limit = limit.lanewise(XOR, six.and(limits[k + 6]));
                limit = limit.lanewise(XOR, part.and(more));
                LongVector differs = limit.lanewise(XOR, drawn);
                below = below.lanewise(XOR, differs.and(below.lanewise(XOR, limit)));
                decided = decided.or(differs);
            }
            below.intoArray(accepted, word);
            decided.not().intoArray(open, word);
        }
    }
}
