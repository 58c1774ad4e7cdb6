package io.isinglass.engine;

import io.isinglass.engine.lattice.Lattice;
import java.util.SplittableRandom;

/** Patterns of evidence on a lattice. */
public final class Patterns {

    private Patterns() {}

    /** Real numbers in ±1, row by row. */
    public static double[] random(Lattice lattice, long seed) {
        return new SplittableRandom(seed).doubles(lattice.sites(), -1, 1).toArray();
    }
}
