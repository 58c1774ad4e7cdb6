package io.isinglass.engine.lattice;

/** Which sites of a lattice are bound to which, and how strongly. */
public sealed interface Bonds permits Regular, Graph {

    /** Every site to its nearest neighbours, all alike. */
    Bonds NEAREST = new Regular(1, Weights.UNIFORM);
}
