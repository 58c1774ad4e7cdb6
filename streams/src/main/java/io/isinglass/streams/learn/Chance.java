package io.isinglass.streams.learn;

import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;

/**
 * What a learner of networks leaves to chance, by address: which network, what for, when.
 *
 * @param network the place of the network among those that learn side by side
 */
record Chance(Noise noise, int network) {

    /** What the numbers are for. */
    enum Use {
        START,
        ORDER,
        GRAIN,
        HELD_OUT_GRAIN,
        MISSING_HIDDEN,
        MISSING_VISIBLE,
        HIDDEN,
        VISIBLE,
        WEIGH_HIDDEN,
        WEIGH_VISIBLE,
        FILL_HIDDEN,
        FILL_VISIBLE
    }

    /** The numbers for a use, not yet on a row; rows are records or chains, columns are sites. */
    Dice dice(Use use, long when) {
        return noise.dice(network * Use.values().length + use.ordinal(), when, Noise.LEARNER);
    }
}
