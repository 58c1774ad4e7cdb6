package io.isinglass.engine.model;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;

/** A spin by itself: p(s) ∝ exp(h s), s = ±1. */
public record Coin() implements Lone {

    @Override
    public double logZ(double h) {
        return Elementary.logTwoCosh(h);
    }

    @Override
    public void moments(double h, double[] into, int at) {
        into[at] = Elementary.tanh(h);
        into[at + 1] = 1;
        into[at + 2] = 1;
    }

    @Override
    public double draw(double h, Dice dice, int column) {
        return dice.uniform(column, 0) < Elementary.logistic(2 * h) ? 1 : -1;
    }
}
