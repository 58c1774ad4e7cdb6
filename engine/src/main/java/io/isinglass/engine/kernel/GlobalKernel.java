package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;

/** A kernel that moves the whole lattice in the step of the first colour, and after it maybe every colour in its turn. */
public interface GlobalKernel extends ClearKernel {

    /*
     * The block is its own neighbour: the halo that it shows itself before a later step shows what has become of colour 0,
     * and before the last one of all colours but that. So measuring is right as it is for local kernels. Within the
     * first step the halo is behind the times; it is not looked at, and brought up to date for the sites of colour 0.
     */

    /** Moves all sites; the dice are of a lane of their own. */
    void move(ClearField field, Couplings couplings, Dice dice);

    /** Moves the sites of one colour after that. */
    @Override
    default void move(Site site, Couplings couplings) {}

    @Override
    default void move(Field field, Couplings couplings, Dice dice, int colour) {
        ClearField whole = (ClearField) field;
        if (couplings.sites().length > 0) {
            throw new IllegalArgumentException(
                    "a kernel that moves all sites at once knows no couplings of a single one");
        }
        ClearKernel.bind(model(), whole, couplings);
        if (colour == 0) {
            move(whole, couplings, dice.lane(Noise.WHOLE));
            whole.wrap();
        }
        move(whole.sites(colour, dice), couplings);
    }

    @Override
    default boolean isGlobal() {
        return true;
    }

    /** Beside what a local kernel keeps: two tables of numbers, and lists or values of each site while it moves. */
    @Override
    default double bytesPerSite() {
        return 7 * Double.BYTES;
    }
}
