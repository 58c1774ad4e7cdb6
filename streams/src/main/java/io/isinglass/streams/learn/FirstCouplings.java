package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;

/** Couplings that a network of two layers begins to learn with: visible sites as if alone, bonds by chance that hardly bind. */
final class FirstCouplings {

    /** Deviation of a bond, where visible sites have a deviation of 1. */
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
        double[][] moments = moments(shape, alone);
        double deviation = deviation(shape.visible(), moments);
        for (int site = 0; site < shape.visibleSites(); site++) {
            dice.row(site);
            for (int other = 0; other < shape.hiddenSites(); other++) {
                double bond = BOND / Math.max(deviation, Math.sqrt(variance(moments[site]))) * normal(dice, other);
                theta[site * shape.hiddenSites() + other] = bond;
                theta[shape.hiddenAt(other)] -= bond * moments[site][0];
            }
        }
        return theta;
    }

    /** Of φ, φ² and φ⁴ of each visible site alone. */
    private static double[][] moments(TwoLayers.Shape shape, double[] alone) {
        double[][] moments = new double[shape.visibleSites()][OWN];
        for (int site = 0; site < moments.length; site++) {
            int at = OWN * site;
            shape.visible().lone(alone[at + 1], alone[at + 2]).moments(alone[at], moments[site], 0);
        }
        return moments;
    }

    /**
     * The deviation of sites of these moments, in the root mean square. Bonds begin no stronger than for such a site: one that
     * hardly moves would be tipped into its other well.
     */
    private static double deviation(Layer layer, double[][] moments) {
        double variances = 0;
        for (double[] each : moments) {
            variances += variance(each);
        }
        return Math.sqrt(Math.max(layer.leastVariance(), variances / moments.length));
    }

    private static double variance(double[] moments) {
        return moments[1] - moments[0] * moments[0];
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
