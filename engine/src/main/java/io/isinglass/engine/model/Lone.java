package io.isinglass.engine.model;

import io.isinglass.engine.noise.Dice;

/** What a site holds once it is cut off from all others, of which only the pull h is left. */
public sealed interface Lone permits Well, Coin {

    /** How many {@link #moments} there are. */
    int MOMENTS = 3;

    /** ln ∫ exp(h φ − …) dφ, or the sum where values are discrete. */
    double logZ(double h);

    /** Puts the means of φ, φ² and φ⁴ into places {@code at} to {@code at} + 2. */
    void moments(double h, double[] into, int at);

    /** A value, by the numbers of the site in column {@code column} of the row that the dice stand on. */
    double draw(double h, Dice dice, int column);
}
