package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import java.util.List;
import java.util.function.IntFunction;

/** The spins of up to 64 chains on one graph, side by side: a chain is a lane. */
abstract class Group {

    static final int LANES = Dice.GROUP;

    private final Couplings[] couplings = new Couplings[LANES];
    private long taken;
    private boolean alike;
    private boolean renewed;

    abstract boolean isUp(int site, int lane);

    abstract void set(int site, int lane, boolean up);

    /** Moves the sites of a colour in the lanes that are taken; the dice may be those of any chain of the group. */
    abstract void move(Dice dice, int colour);

    /** Sums the statistics of every lane. */
    abstract void measure();

    /** Adds the sums of a lane to a row of its series. */
    abstract void drain(int lane, Series series, int row);

    /** Takes the lanes of the fields from {@code from} on, up to the first of another group, whose place it returns. */
    final int take(List<Field> fields, int from, IntFunction<Couplings> given) {
        taken = 0;
        alike = true;
        renewed = false;
        Couplings first = given.apply(from);
        int at = from;
        while (at < fields.size()
                && fields.get(at) instanceof GroupedField(var _, Group group, int lane)
                && group.equals(this)) {
            Couplings own = given.apply(at++);
            alike &= own.equals(first);
            taken |= 1L << lane;
            if (!own.equals(couplings[lane])) {
                couplings[lane] = own;
                renewed = true;
            }
        }
        return at;
    }

    /** The lanes taken, a bit each. */
    final long taken() {
        return taken;
    }

    /** Whether the lanes taken have equal couplings. */
    final boolean areAlike() {
        return alike;
    }

    /** Whether a lane was given other couplings than the time before. */
    final boolean areRenewed() {
        return renewed;
    }

    /** The couplings of a lane as it was taken last. */
    final Couplings couplings(int lane) {
        return couplings[lane];
    }
}
