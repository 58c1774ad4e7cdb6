package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Whole;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.noise.Dice;

/**
 * A sweep grows so many clusters, one after the other, each from a site chosen by chance, and flips it; in fields of its
 * sites it is flipped with probability min(1, p′/p).
 *
 * <p>Wolff: Collective Monte Carlo updating for spin systems (1989).
 *
 * @param clusters clusters a sweep
 */
record Wolff(Embedded model, int clusters, Refresh refresh) implements GlobalKernel {

    /*
     * The number of clusters is fixed. To go on until so many sites were flipped would stop the chain by what it is
     * about to do, and measure it more often in fields whose clusters are large: p would not be left in place.
     *
     * A bond is asked for at most once, from the end that came first: when the other end comes, this one is a member.
     */

    @Override
    public void move(ClearField field, Couplings couplings, Dice dice) {
        Whole whole = field.whole();
        Percolation bonds = new Percolation(model, whole, couplings, dice);
        int[] members = new int[whole.sites()];
        long[] joined = new long[(whole.sites() + 63) >>> 6];
        for (int number = 0; number < clusters; number++) {
            bonds.begin(number);
            int size = grow(bonds, whole, members, joined);
            flip(bonds, members, size);
            for (int k = 0; k < size; k++) {
                joined[members[k] >>> 6] = 0;
            }
        }
    }

    /** Lists the members of a cluster, its first one first, marks them as joined, and returns how many they are. */
    private static int grow(Percolation bonds, Whole whole, int[] members, long[] joined) {
        int first = bonds.start();
        members[0] = first;
        joined[first >>> 6] |= 1L << first;
        int size = 1;
        for (int k = 0; k < size; k++) {
            int site = members[k];
            double component = bonds.component(site);
            for (int bond = 0; bond < whole.bonds(site); bond++) {
                int other = whole.neighbour(site, bond);
                if (other >= 0
                        && (joined[other >>> 6] >>> other & 1) == 0
                        && bonds.isLaid(site, component, bond, other)) {
                    joined[other >>> 6] |= 1L << other;
                    members[size++] = other;
                }
            }
        }
        return size;
    }

    private static void flip(Percolation bonds, int[] members, int size) {
        double lean = 0;
        for (int k = 0; k < size; k++) {
            lean += bonds.lean(members[k]);
        }
        if (lean <= 0 || bonds.sign(members[0]) < Elementary.exp(-2 * lean)) {
            for (int k = 0; k < size; k++) {
                bonds.flip(members[k]);
            }
        }
    }

    @Override
    public void move(Site site, Couplings couplings) {
        refresh.move(site, couplings);
    }
}
