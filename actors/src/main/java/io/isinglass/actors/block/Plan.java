package io.isinglass.actors.block;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.lattice.Cut;

/**
 * What every block of a run knows from the beginning. At most 1 + {@code lag} epochs are granted at a time.
 *
 * @param reach the rows that blocks show each other at a time, and the steps from one such time to the next
 */
public record Plan(String run, Cut cut, Dynamics dynamics, int chains, int lag, int reach) {

    /** The same plan for a run of another id. */
    public Plan of(String id) {
        return new Plan(id, cut, dynamics, chains, lag, reach);
    }
}
