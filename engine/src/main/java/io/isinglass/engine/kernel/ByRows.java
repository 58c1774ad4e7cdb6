package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;

/**
 * A kernel that can move some rows of a colour before others, in any order: what comes of a site depends on sites of other
 * colours alone. So the rows that neighbours wait for may go first.
 */
public interface ByRows extends Kernel {

    /** Moves the sites of {@code colour} in rows {@code from} up to but not including {@code to} of each plane. */
    void move(Field field, Couplings couplings, Dice dice, int colour, int from, int to);

    /** The same with the last colour of a sweep, and adds the statistics of these rows after it to a row of the series. */
    void finish(Field field, Couplings couplings, Dice dice, int colour, int from, int to, Series series, int row);

    @Override
    default void move(Field field, Couplings couplings, Dice dice, int colour) {
        move(field, couplings, dice, colour, 0, field.patch().rows());
    }
}
