package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Whole;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.noise.Dice;

/**
 * A sweep lays bonds on the whole lattice, and draws the sign of each cluster they make from its distribution given the
 * bonds: by even chances, or by the fields of its sites.
 *
 * <p>Swendsen and Wang: Nonuniversal critical dynamics in Monte Carlo simulations (1987).
 */
record SwendsenWang(Embedded model, Refresh refresh) implements GlobalKernel {

    /*
     * A cluster is named after its smallest site, its root, whose number decides the sign, and its fields add up by
     * the numbers of its sites: so nothing depends on the order in which sites were united.
     */

    @Override
    public void move(ClearField field, Couplings couplings, Dice dice) {
        Whole whole = field.whole();
        Percolation bonds = new Percolation(model, whole, couplings, dice);
        bonds.begin(0);
        int[] parents = new int[whole.sites()];
        for (int site = 0; site < parents.length; site++) {
            parents[site] = site;
        }
        unite(bonds, whole, parents);
        double[] leans = new double[parents.length];
        for (int site = 0; site < parents.length; site++) {
            // A parent is smaller than its child, so it has found its root already.
            parents[site] = parents[parents[site]];
            leans[parents[site]] += bonds.lean(site);
        }
        for (int site = 0; site < parents.length; site++) {
            int root = parents[site];
            if (bonds.sign(root) >= Elementary.logistic(2 * leans[root])) {
                bonds.flip(site);
            }
        }
    }

    private static void unite(Percolation bonds, Whole whole, int[] parents) {
        for (int site = 0; site < parents.length; site++) {
            double component = bonds.component(site);
            for (int bond = 0; bond < whole.bonds(site); bond++) {
                int other = whole.neighbour(site, bond);
                if (other >= 0 && whole.isForward(site, bond) && bonds.isLaid(site, component, bond, other)) {
                    unite(parents, site, other);
                }
            }
        }
    }

    private static void unite(int[] parents, int one, int other) {
        int a = root(parents, one);
        int b = root(parents, other);
        parents[Math.max(a, b)] = Math.min(a, b);
    }

    /** The smallest site of a cluster; on the way to it, every other site is hung up one place higher. */
    private static int root(int[] parents, int site) {
        int at = site;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    @Override
    public void move(Site site, Couplings couplings) {
        refresh.move(site, couplings);
    }
}
