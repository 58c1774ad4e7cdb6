package io.isinglass.engine;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import java.util.SplittableRandom;

/** Patterns of evidence on a lattice. */
public final class Patterns {

    private Patterns() {}

    /** Real numbers in ±1, row by row. */
    public static double[] random(Lattice lattice, long seed) {
        return new SplittableRandom(seed).doubles(lattice.sites(), -1, 1).toArray();
    }

    /** What a patch has of a pattern; nothing of an empty one. */
    public static double[] part(double[] pattern, Lattice lattice, Patch patch) {
        if (pattern.length == 0) {
            return pattern;
        }
        double[] part = new double[patch.sites()];
        for (int y = 0; y < patch.rows(); y++) {
            int from = (patch.top() + y) * lattice.columns() + patch.left();
            System.arraycopy(pattern, from, part, y * patch.columns(), patch.columns());
        }
        return part;
    }
}
