package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;

/** A rule that moves the sites of one colour and leaves the model's distribution in place, or raises its bound. */
public interface Kernel {

    /** The clear kernel that this one equals bit for bit; itself, if it is clear. It moves every field, also one with evidence. */
    default Kernel clear() {
        return this;
    }

    /** Whether it moves the lattice as a whole, and so in one block. */
    default boolean isGlobal() {
        return false;
    }

    /** The memory that a chain takes, in bytes a site, with what is kept beside the field. */
    default double bytesPerSite() {
        return 3 * Double.BYTES;
    }

    /** A field in the form that this kernel moves. */
    Field field(Patch patch);

    /** Moves every site of {@code colour} once; the halo of {@code field} must show all other colours as they stand. */
    void move(Field field, Couplings couplings, Dice dice, int colour);

    /** Adds the patch's statistics at the end of a sweep to a row of the series. */
    void measure(Field field, Series series, int row);
}
