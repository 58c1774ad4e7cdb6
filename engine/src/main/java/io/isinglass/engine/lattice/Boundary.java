package io.isinglass.engine.lattice;

/** What lies beyond the last row and column: the first ones again, or nothing. */
public enum Boundary {
    TORUS,
    OPEN
}
