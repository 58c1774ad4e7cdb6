package io.isinglass.engine.lattice;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;

/** The weight of each bond of a lattice, which multiplies the coupling of its term: quenched, and the same in every run. */
@FunctionalInterface
public interface Weights {

    /** All bonds alike. */
    Weights UNIFORM = (_, _, _) -> 1;

    /** The weight of the bond that leaves the site in column {@code column} of noise row {@code row} towards {@code side}. */
    double of(int row, int column, Side side);

    /** +1 with this probability and −1 else (Edwards and Anderson). */
    static Weights plusMinus(Noise noise, double share) {
        return (row, column, side) -> dice(noise, row).uniform(column, 2 * side.ordinal()) < share ? 1 : -1;
    }

    /** Normal numbers of mean 0 and deviation 1, by Box and Muller. */
    static Weights gaussian(Noise noise) {
        return (row, column, side) -> {
            Dice dice = dice(noise, row);
            double radius = Math.sqrt(-2 * Elementary.log(1 - dice.uniform(column, 2 * side.ordinal())));
            return radius * Elementary.cosineOfTurns(dice.uniform(column, 2 * side.ordinal() + 1));
        };
    }

    private static Dice dice(Noise noise, int row) {
        Dice dice = noise.dice(0, 0, Noise.BONDS);
        dice.row(row);
        return dice;
    }
}
