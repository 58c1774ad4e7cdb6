package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

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

    /** The fields of chains 0, 1, … of a patch, in the form in which this kernel moves them best together. */
    default List<Field> fields(Patch patch, int chains) {
        return Stream.generate(() -> field(patch)).limit(chains).toList();
    }

    /** Moves every site of {@code colour} once; the halo of {@code field} must show all other colours as they stand. */
    void move(Field field, Couplings couplings, Dice dice, int colour);

    /** Moves many chains, in order of their numbers; the couplings and the dice of one are named by its place in the list. */
    default void moveAll(List<Field> fields, IntFunction<Couplings> couplings, IntFunction<Dice> dice, int colour) {
        for (int at = 0; at < fields.size(); at++) {
            move(fields.get(at), couplings.apply(at), dice.apply(at), colour);
        }
    }

    /** Adds the patch's statistics at the end of a sweep to a row of the series. */
    void measure(Field field, Series series, int row);

    /** Measures many chains, in order of their numbers; the series of one is named by its place in the list. */
    default void measureAll(List<Field> fields, IntFunction<Series> series, int row) {
        for (int at = 0; at < fields.size(); at++) {
            measure(fields.get(at), series.apply(at), row);
        }
    }
}
