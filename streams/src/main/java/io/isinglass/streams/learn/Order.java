package io.isinglass.streams.learn;

import io.isinglass.engine.model.ChainCouplings;
import java.util.List;

/**
 * What the lattice is to do for one epoch: the changes first, then so many sweeps under these couplings.
 *
 * @param watch whether running means of the sites are kept; an epoch that does not keep them empties them
 * @param picture whether the sample shall show the fields and the running means
 */
public record Order(
        long epoch, int sweeps, ChainCouplings couplings, List<Change> changes, boolean watch, boolean picture) {

    public Order {
        changes = List.copyOf(changes);
    }

    /** The first sweep of the epoch, counted from the beginning of the run. */
    public long firstSweep() {
        return epoch * sweeps;
    }

    /** The last sweep of the epoch. */
    public long lastSweep() {
        return firstSweep() + sweeps - 1;
    }
}
