package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Lone;
import io.isinglass.engine.noise.Dice;
import java.util.Arrays;

/** Couplings that a network of two layers begins to learn with: visible sites as if alone, bonds by chance that hardly bind. */
final class FirstCouplings {

    /** Deviation of a bond, where the visible site has a deviation of 1. */
    private static final double BOND = 0.05;

    private static final int OWN = TwoLayers.OWN;

    private FirstCouplings() {}

    /** All couplings; {@code alone} are r, a and b of the visible sites. */
    static double[] of(TwoLayers.Shape shape, double[] alone, Dice dice) {
        double[] theta = new double[shape.couplings()];
        System.arraycopy(alone, 0, theta, shape.bonds(), alone.length);
        for (int other = 0; other < shape.hiddenSites(); other++) {
            System.arraycopy(hidden(shape.hidden()), 0, theta, shape.hiddenAt(other), OWN);
        }
        double[] moments = new double[OWN];
        for (int site = 0; site < shape.visibleSites(); site++) {
            dice.row(site);
            double[] own = Arrays.copyOfRange(alone, OWN * site, OWN * site + OWN);
            Lone lone = shape.visible().lone(own[1], own[2]);
            lone.moments(own[0], moments, 0);
            double variance = moments[1] - moments[0] * moments[0];
            double deviation = Math.sqrt(Math.max(shape.visible().leastVariance(), variance));
            for (int other = 0; other < shape.hiddenSites(); other++) {
                double bond = BOND / deviation * normal(dice, other);
                theta[site * shape.hiddenSites() + other] = bond;
                theta[shape.hiddenAt(other)] -= bond * moments[0];
            }
        }
        return theta;
    }

    private static double[] hidden(Layer layer) {
        return switch (layer) {
            case QUARTIC -> new double[] {0, 0, 0.25};
            case GAUSSIAN -> new double[] {0, 0.5, 0};
            case BINARY -> new double[OWN];
        };
    }

    private static double normal(Dice dice, int column) {
        double radius = Math.sqrt(-2 * Elementary.log(1 - dice.uniform(column, 0)));
        return radius * Elementary.cosineOfTurns(dice.uniform(column, 1));
    }
}
