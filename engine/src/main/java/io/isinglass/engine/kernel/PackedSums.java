package io.isinglass.engine.kernel;

import io.isinglass.engine.field.PackedField;
import io.isinglass.engine.field.Stripe;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;

/** The sums over a packed field: of s s′ over the bonds of its sites of colour 1, which are all bonds, and of s. */
record PackedSums(PackedField field) {

    long bonds() {
        Patch patch = field.patch();
        Stripe stripe = field.stripe();
        long sum = 0;
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y += stripe.rows()) {
                stripe.begin(z, y, 1);
                sum += bonds(stripe);
            }
        }
        return sum;
    }

    /** A neighbour that is nowhere counts as down at first: what this adds is taken off. */
    private static long bonds(Stripe stripe) {
        long[] own = stripe.own();
        long[] other = stripe.other();
        long[] besides = stripe.beside();
        long[] masks = stripe.masks();
        int mask = stripe.mask();
        int at = stripe.at();
        int words = stripe.words();
        int plane = stripe.plane();
        long sites = 0;
        long up = 0;
        long differ = 0;
        for (int word = 0; word < stripe.size(); word++, at++) {
            long in = masks[mask + word];
            long now = own[at];
            sites += Long.bitCount(in);
            up += Long.bitCount(now & in);
            differ += Long.bitCount((now ^ other[at - words]) & in)
                    + Long.bitCount((now ^ other[at + words]) & in)
                    + Long.bitCount((now ^ other[at]) & in)
                    + Long.bitCount((now ^ besides[word]) & in);
            if (stripe.isCube()) {
                differ += Long.bitCount((now ^ other[at - plane]) & in) + Long.bitCount((now ^ other[at + plane]) & in);
            }
        }
        long bonds = (stripe.isCube() ? 6 : 4) * sites - 2 * differ;
        return bonds + stripe.missing() * (2 * up - sites) + edges(stripe);
    }

    private static long edges(Stripe stripe) {
        long sum = 0;
        for (int row = 0; row < stripe.rows(); row++) {
            sum += spin(stripe, row, stripe.edge(row, Side.WEST)) + spin(stripe, row, stripe.edge(row, Side.EAST));
        }
        return sum;
    }

    private static long spin(Stripe stripe, int row, int column) {
        if (column < 0) {
            return 0;
        }
        long word = stripe.own()[stripe.at() + row * stripe.words() + stripe.word(column)];
        return (word >>> (column >> 1) & 1) != 0 ? 1 : -1;
    }

    long spins() {
        Patch patch = field.patch();
        Stripe stripe = field.stripe();
        long up = 0;
        for (int colour = 0; colour < 2; colour++) {
            for (int z = 0; z < patch.depth(); z++) {
                for (int y = 0; y < patch.rows(); y += stripe.rows()) {
                    stripe.begin(z, y, colour);
                    up += up(stripe.own(), stripe.at(), stripe.masks(), stripe.mask(), stripe.size());
                }
            }
        }
        return 2 * up - patch.sites();
    }

    private static long up(long[] own, int at, long[] masks, int mask, int size) {
        long up = 0;
        for (int word = 0; word < size; word++) {
            up += Long.bitCount(own[at + word] & masks[mask + word]);
        }
        return up;
    }
}
