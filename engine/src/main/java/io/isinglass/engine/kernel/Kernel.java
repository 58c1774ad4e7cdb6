package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;

/** A rule that moves the sites of one colour and leaves the model's distribution, or its bound, in place. */
@FunctionalInterface
public interface Kernel {

    /** Moves every site of {@code colour} once; the halo of {@code field} must show the other colour as it stands. */
    void halfSweep(Field field, Couplings couplings, Dice dice, int colour);
}
