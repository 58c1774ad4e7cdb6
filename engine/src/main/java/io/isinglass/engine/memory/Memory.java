package io.isinglass.engine.memory;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * State that lasts from epoch to epoch, which can be written down and taken up again: what goes on from there is equal,
 * bit for bit, to what would have gone on without.
 */
public interface Memory {

    /** Writes down all that is not given by the arguments that this was made with. Equal states give equal bytes. */
    void save(DataOutput out) throws IOException;

    /**
     * Takes up what another of the same kind and the same arguments has saved, in place of what this holds. Of a memory
     * that does not fit, {@link io.isinglass.engine.catalog.Refused} says what it is of and what was expected; this is
     * then of no more use.
     */
    void load(DataInput in) throws IOException;
}
