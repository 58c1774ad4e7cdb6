package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Stripe;
import io.isinglass.engine.noise.Dice;

/** The words of a stripe, moved one by one: all of them, or what the vectors left. */
final class PackedWords {

    private static final int EIGHT = 8;

    private final Stripe stripe;
    private final Dice dice;
    private final boolean flips;

    PackedWords(Stripe stripe, Dice dice, boolean flips) {
        this.stripe = stripe;
        this.dice = dice;
        this.flips = flips;
    }

    /** Decides every site from plane 0. */
    void decide(Acceptance acceptance) {
        for (int word = 0; word < stripe.size(); word++) {
            stripe.accepted()[word] = decide(word, -1L, 0, acceptance);
        }
    }

    /** Decides the sites that are still open after {@code planes} planes. */
    void settle(int planes, Acceptance acceptance) {
        long[] open = stripe.open();
        for (int word = 0; word < stripe.size(); word += EIGHT) {
            // The room beyond the last word is open too, and means nothing.
            if ((open[word]
                            | open[word + 1]
                            | open[word + 2]
                            | open[word + 3]
                            | open[word + 4]
                            | open[word + 5]
                            | open[word + 6]
                            | open[word + 7])
                    != 0) {
                settle(word, Math.min(word + EIGHT, stripe.size()), planes, acceptance);
            }
        }
    }

    private void settle(int from, int to, int planes, Acceptance acceptance) {
        for (int word = from; word < to; word++) {
            long open = stripe.open()[word];
            if (open != 0) {
                stripe.accepted()[word] |= decide(word, open, planes, acceptance);
            }
        }
    }

    /** Decides anew the one site of a word that {@code bit} is. */
    void decideAgain(int word, long bit, Acceptance acceptance) {
        long[] accepted = stripe.accepted();
        accepted[word] = accepted[word] & ~bit | decide(word, bit, 0, acceptance);
    }

    /** Which of the open sites accept, when none is decided by the planes before {@code plane}. */
    private long decide(int word, long sites, int plane, Acceptance acceptance) {
        long[] other = stripe.other();
        int at = stripe.at() + word;
        long up = stripe.own()[at];
        long edge = acceptance.knowsEdges() ? stripe.edges()[stripe.mask() + word] : 0;
        long bare = edge & stripe.bare()[stripe.mask() + word];
        long part = acceptance.knowsEdges() ? edge : up;
        long against = flips ? ~up : 0;
        long a = other[at - stripe.words()] ^ against;
        long b = other[at + stripe.words()] ^ against;
        long c = (other[at] ^ against) & ~bare;
        long d = (stripe.beside(word) ^ against) & ~(edge ^ bare);
        long e = stripe.isCube() ? other[at - stripe.plane()] ^ against : 0;
        long f = stripe.isCube() ? other[at + stripe.plane()] ^ against : 0;
        // Three full adders and one more: the number of them in binary.
        long abc = a ^ b ^ c;
        long def = d ^ e ^ f;
        long carry = abc & def;
        long two = majority(a, b, c) ^ majority(d, e, f) ^ carry;
        long four = majority(majority(a, b, c), majority(d, e, f), carry);
        return decide(sites, plane, stripe.starts()[word], acceptance, part, abc ^ def, two, four);
    }

    private long decide(
            long sites, int from, long start, Acceptance acceptance, long part, long one, long two, long four) {
        long accepted = 0;
        long open = sites;
        for (int plane = from; plane < Dice.PLANES && open != 0; plane++) {
            long limit = acceptance.limit(plane, part, one, two, four);
            long drawn = Dice.mix(dice.key() + start, dice.twist(), plane - 1L);
            accepted |= open & limit & ~drawn;
            open &= ~(limit ^ drawn);
        }
        return accepted | open & acceptance.always(part, one, two, four);
    }

    private static long majority(long a, long b, long c) {
        return a & b | c & (a | b);
    }

    /** Makes the sites what was decided. */
    void store() {
        long[] own = stripe.own();
        long[] accepted = stripe.accepted();
        long[] masks = stripe.masks();
        int at = stripe.at();
        int mask = stripe.mask();
        int size = stripe.size();
        if (flips) {
            for (int word = 0; word < size; word++) {
                own[at + word] ^= accepted[word] & masks[mask + word];
            }
        } else {
            for (int word = 0; word < size; word++) {
                own[at + word] ^= (own[at + word] ^ accepted[word]) & masks[mask + word];
            }
        }
    }
}
