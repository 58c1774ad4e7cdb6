package io.isinglass.actors.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The only source of chance in a simulation: one seed, one sequence. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number from 0 to {@code bound} − 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code from} to {@code to}, both included. */
    long between(long from, long to) {
        return random.nextLong(from, to + 1);
    }

    /** Yes with this probability. */
    boolean once(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
