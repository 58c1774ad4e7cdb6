package io.isinglass.engine.kernel;

import io.isinglass.engine.field.PackedField;
import io.isinglass.engine.field.Stripe;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.math.VectorUnit;

/** The sums over a packed field: of s s′ over the bonds of its sites of colour 1, which are all bonds, and of s. */
final class PackedSums {

    private long bonds;
    private long spins;

    /** The sums over a whole field. */
    static PackedSums of(PackedField field) {
        PackedSums sums = new PackedSums();
        Patch patch = field.patch();
        Stripe stripe = field.stripe();
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y += stripe.rows()) {
                stripe.begin(z, y, patch.rows(), 1);
                sums.add(stripe);
            }
        }
        return sums;
    }

    long bonds() {
        return bonds;
    }

    long spins() {
        return spins;
    }

    /**
     * Adds the sums over a stripe that was begun with colour 1. A neighbour that is nowhere counts as down at first: what this
     * adds is taken off.
     */
    void add(Stripe stripe) {
        int words = stripe.words();
        long sites = count(stripe);
        long[] sums = new long[3];
        int from = VectorUnit.isPresent() && !stripe.isCube() ? PackedCounts.add(stripe, sums) : 0;
        long differ = sums[0] + differLevel(stripe, from) + differ(stripe, -words, from) + differ(stripe, words, from);
        long up = sums[1] + count(stripe.own(), stripe, stripe.mask(), from);
        long othersUp = sums[2] + count(stripe.other(), stripe, stripe.otherMask(), from);
        if (stripe.isCube()) {
            differ += differ(stripe, -stripe.plane(), from) + differ(stripe, stripe.plane(), from);
        }
        bonds += (stripe.isCube() ? 6 : 4) * sites - 2 * differ + stripe.missing() * (2 * up - sites);
        for (int row = 0; row < stripe.rows(); row++) {
            bonds += spin(stripe, row, stripe.edge(row, Side.WEST)) + spin(stripe, row, stripe.edge(row, Side.EAST));
        }
        spins += 2 * (up + othersUp) - stripe.sites();
    }

    private static long count(Stripe stripe) {
        long[] masks = stripe.masks();
        int mask = stripe.mask();
        int size = stripe.size();
        long count = 0;
        for (int word = 0; word < size; word++) {
            count += Long.bitCount(masks[mask + word]);
        }
        return count;
    }

    private static long count(long[] bits, Stripe stripe, int mask, int from) {
        long[] masks = stripe.masks();
        int at = stripe.at();
        int size = stripe.size();
        long count = 0;
        for (int word = from; word < size; word++) {
            count += Long.bitCount(bits[at + word] & masks[mask + word]);
        }
        return count;
    }

    /** How many sites, from a word on, differ from their neighbour so many words on. */
    private static long differ(Stripe stripe, int step, int from) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] masks = stripe.masks();
        int at = stripe.at();
        int mask = stripe.mask();
        int size = stripe.size();
        long count = 0;
        for (int word = from; word < size; word++) {
            count += Long.bitCount((own[at + word] ^ other[at + step + word]) & masks[mask + word]);
        }
        return count;
    }

    /** In how many pairs of a site and a neighbour in its row the two differ. */
    private static long differLevel(Stripe stripe, int from) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] masks = stripe.masks();
        long[] odds = stripe.odds();
        long[] mends = stripe.mends();
        int at = stripe.at();
        int mask = stripe.mask();
        int size = stripe.size();
        long count = 0;
        for (int word = from; word < size; word++) {
            long level = other[at + word];
            long west = level << 1 | other[at + word - 1] >>> 63;
            long east = level >>> 1 | other[at + word + 1] << 63;
            long beside = (west ^ east) & odds[mask + word] ^ west ^ mends[word];
            count += Long.bitCount((own[at + word] ^ level) & masks[mask + word])
                    + Long.bitCount((own[at + word] ^ beside) & masks[mask + word]);
        }
        return count;
    }

    private static long spin(Stripe stripe, int row, int column) {
        if (column < 0) {
            return 0;
        }
        long word = stripe.own()[stripe.at() + row * stripe.words() + stripe.word(column)];
        return (word >>> (column >> 1) & 1) != 0 ? 1 : -1;
    }
}
