package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.StripField;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.math.VectorUnit;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Dice;

/**
 * {@link Metropolis} or {@link HeatBath} of {@link Phi4} on a regular lattice whose bonds are all alike, in vectors along
 * the row.
 */
record StripPhi4(ClearKernel clear, Phi4 model) implements Kernel {

    private static final boolean VECTORS = VectorUnit.isPresent();

    /** What is done to a row of a plane. */
    @FunctionalInterface
    private interface Mover {

        void move(int z, int y);
    }

    /** Whether it can take the place of a clear kernel of {@link Phi4} on this lattice, on this machine. */
    static boolean fits(Lattice lattice) {
        return VECTORS && lattice.bonds() instanceof Regular regular && regular.rings() == 1 && regular.isUniform();
    }

    /** The field and the running sums of its sites. */
    @Override
    public double bytesPerSite() {
        return 2 * Double.BYTES;
    }

    @Override
    public Field field(Patch patch) {
        return new StripField(patch);
    }

    @Override
    public void move(Field field, Couplings couplings, Dice dice, int colour) {
        StripField strips = (StripField) field;
        if (clear instanceof Metropolis) {
            VectorMetropolis offers = new VectorMetropolis(strips, model, couplings, dice);
            forEach(field.patch(), (z, y) -> offers.move(z, y, colour));
        } else {
            VectorHeatBath draws = new VectorHeatBath(strips, couplings, dice);
            forEach(field.patch(), (z, y) -> draws.move(z, y, colour));
        }
    }

    @Override
    public void measure(Field field, Series series, int row) {
        new VectorPhi4Sums((StripField) field).drain(series, row);
    }

    private static void forEach(Patch patch, Mover mover) {
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                mover.move(z, y);
            }
        }
    }
}
