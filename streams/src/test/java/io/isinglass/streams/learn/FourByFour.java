package io.isinglass.streams.learn;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import java.util.function.DoubleBinaryOperator;

/** The Ising model on a torus of 4 x 4 sites, by the sum over its 65536 states. */
record FourByFour(double k, double h) {

    static final Lattice LATTICE = new Lattice(4, 4, Boundary.TORUS);

    private static final int SITES = 16;
    private static final int BONDS = 32;
    private static final int[][] STATES = states();

    /** How many states have a bond sum and a site sum: both counted from their least value, in steps of 1. */
    private static int[][] states() {
        int[][] states = new int[2 * BONDS + 1][2 * SITES + 1];
        for (int state = 0; state < 1 << SITES; state++) {
            int bonds = 0;
            for (int site = 0; site < SITES; site++) {
                int right = site / 4 * 4 + (site + 1) % 4;
                int down = (site + 4) % SITES;
                bonds += spin(state, site) * (spin(state, right) + spin(state, down));
            }
            states[bonds + BONDS][2 * Integer.bitCount(state)]++;
        }
        return states;
    }

    private static int spin(int state, int site) {
        return (state >> site & 1) * 2 - 1;
    }

    double bondDensity() {
        return sum((bonds, sites) -> bonds) / sum((bonds, sites) -> 1) / BONDS;
    }

    double magnetisation() {
        return sum((bonds, sites) -> sites) / sum((bonds, sites) -> 1) / SITES;
    }

    double logZ() {
        return Math.log(sum((bonds, sites) -> 1));
    }

    private double sum(DoubleBinaryOperator of) {
        double sum = 0;
        for (int bonds = -BONDS; bonds <= BONDS; bonds++) {
            for (int sites = -SITES; sites <= SITES; sites++) {
                int states = STATES[bonds + BONDS][sites + SITES];
                sum += states * of.applyAsDouble(bonds, sites) * Math.exp(k * bonds + h * sites);
            }
        }
        return sum;
    }
}
