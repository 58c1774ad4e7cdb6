package io.isinglass.engine.lattice;

import java.util.function.Function;

/** How the sites of a lattice are bound. */
@FunctionalInterface
public interface Wiring {

    /**
     * The bonds of a lattice of this size.
     *
     * @param box depth, rows, columns and boundary; its bonds do not count
     * @param rings how far the bonds of the model reach
     * @param texts reads a file by its name
     */
    Bonds bonds(Lattice box, int rings, Function<String, String> texts);
}
