package io.isinglass.engine.noise;

/**
 * Random numbers by address: (seed, chain, sweep, lane, row, …) names a number, and always the same one. So a run does
 * not depend on how the lattice is cut, where blocks live, or in which order they move.
 */
public record Noise(long seed) {

    /** The lane of the numbers that a field starts from. Lanes from 0 on are the moves of the colours. */
    public static final int START = -1;

    /** The lane of the noise that is put on data. */
    public static final int DATA = -2;

    /** The lane of quenched disorder. */
    public static final int BONDS = -3;

    /** The lane of what a learner decides: by epoch, as the sweep, and by whom it concerns, as the chain. */
    public static final int LEARNER = -4;

    /** The lane of moves of the lattice as a whole. */
    public static final int WHOLE = -5;

    /** The lane of answers to questions, under the seed of the question: by sweep, by chain, and by record as the row. */
    public static final int ANSWERS = -6;

    /** There are so many sweeps, from 0, that have numbers of their own. */
    public static final long SWEEPS = 1L << 48;

    /** There are so many chains, from 0, that have numbers of their own. */
    public static final int CHAINS = 1 << 16;

    /** The dice of one lane of one sweep of one chain, not yet on a row. */
    public Dice dice(int chain, long sweep, int lane) {
        if (chain < 0 || chain >= CHAINS || sweep < 0 || sweep >= SWEEPS) {
            throw new IllegalArgumentException("no noise for chain " + chain + ", sweep " + sweep);
        }
        return new Dice(seed, chain, sweep, lane);
    }
}
