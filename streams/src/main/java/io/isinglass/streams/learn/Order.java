package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.ChainCouplings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the lattice is to do for one epoch: the changes first, then so many sweeps under these couplings.
 *
 * @param watch whether running means of the sites are kept; an epoch that does not keep them empties them
 * @param picture whether the sample shall show the fields and the running means
 * @param keep whether the fields are kept as they stand at the end of the epoch
 */
public record Order(
        long epoch,
        int sweeps,
        ChainCouplings couplings,
        List<Change> changes,
        boolean watch,
        boolean picture,
        boolean keep) {

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

    /** The same order, with or without keeping the fields. */
    public Order keeping(boolean kept) {
        return new Order(epoch, sweeps, couplings, changes, watch, picture, kept);
    }

    /** Writes this down, but for whether the fields are kept: who takes the order up says so anew. */
    public void save(DataOutput out) throws IOException {
        out.writeLong(epoch);
        out.writeInt(sweeps);
        couplings.save(out);
        out.writeInt(changes.size());
        for (Change change : changes) {
            change.save(out);
        }
        out.writeBoolean(watch);
        out.writeBoolean(picture);
    }

    /** What {@link #save} has written, as an order that keeps no fields. */
    public static Order load(DataInput in) throws IOException {
        long epoch = in.readLong();
        int sweeps = in.readInt();
        ChainCouplings couplings = ChainCouplings.load(in);
        List<Change> changes = new ArrayList<>();
        int count = Numerals.count(in, Integer.MAX_VALUE, "changes");
        for (int each = 0; each < count; each++) {
            changes.add(Change.load(in));
        }
        return new Order(epoch, sweeps, couplings, changes, in.readBoolean(), in.readBoolean(), false);
    }
}
