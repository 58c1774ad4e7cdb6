package io.isinglass.engine.truth;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;

/**
 * Sums over all states of the Ising model on a small lattice, by Gray code: ln p = K B + h M + evidence Y + constant with
 * B = Σ s s′, M = Σ s, Y = Σ y s.
 *
 * @param means of B, M and Y
 */
record Enumeration(double logZ, double[] means, double absMean, double square, double fourth, double bondVariance) {

    static Enumeration of(Lattice lattice, double k, double h, double weight, double[] evidence) {
        int sites = (int) lattice.sites();
        int[] spins = new int[sites];
        double bonds = lattice.countBonds();
        double sum = -sites;
        double seen = 0;
        for (int at = 0; at < sites; at++) {
            spins[at] = -1;
            seen -= evidence[at];
        }
        // Relative to the weight of a state that no other can exceed.
        double top = Math.abs(k) * bonds + Math.abs(h) * sites;
        double[] totals = new double[8];
        for (long state = 0; ; state++) {
            double weightNow = Math.exp(k * bonds + h * sum + weight * seen - top);
            double[] each = {1, bonds, sum, seen, Math.abs(sum), sum * sum, sum * sum * sum * sum, bonds * bonds};
            for (int i = 0; i < totals.length; i++) {
                totals[i] += weightNow * each[i];
            }
            if (state + 1 == 1L << sites) {
                break;
            }
            int flip = Long.numberOfTrailingZeros(state + 1);
            bonds -= 2.0 * spins[flip] * pull(lattice, spins, flip);
            sum -= 2 * spins[flip];
            seen -= 2 * spins[flip] * evidence[flip];
            spins[flip] = -spins[flip];
        }
        double z = totals[0];
        double[] means = {totals[1] / z, totals[2] / z, totals[3] / z};
        double square = totals[5] / z / sites / sites;
        double fourth = totals[6] / z / Math.pow(sites, 4);
        double variance = totals[7] / z - means[0] * means[0];
        return new Enumeration(Math.log(z) + top, means, totals[4] / z / sites, square, fourth, variance);
    }

    private static int pull(Lattice lattice, int[] spins, int at) {
        int row = at / lattice.columns();
        int column = at % lattice.columns();
        return spin(lattice, spins, row - 1, column)
                + spin(lattice, spins, row + 1, column)
                + spin(lattice, spins, row, column - 1)
                + spin(lattice, spins, row, column + 1);
    }

    private static int spin(Lattice lattice, int[] spins, int row, int column) {
        boolean inside = row >= 0 && row < lattice.rows() && column >= 0 && column < lattice.columns();
        if (!inside && lattice.boundary() == Boundary.OPEN) {
            return 0;
        }
        return spins[Math.floorMod(row, lattice.rows()) * lattice.columns() + Math.floorMod(column, lattice.columns())];
    }
}
