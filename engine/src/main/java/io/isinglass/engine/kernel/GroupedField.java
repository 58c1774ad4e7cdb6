package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Patch;

/** One chain of a group. It holds no evidence: a chain that has some is in the clear form. */
record GroupedField(Patch patch, Group group, int lane) implements Field {

    private static final double[] NONE = new double[0];

    @Override
    public Values values() {
        return Values.SPIN;
    }

    @Override
    public double at(int z, int y, int x) {
        return group.isUp(x, lane) ? 1 : -1;
    }

    @Override
    public void set(int z, int y, int x, double value) {
        group.set(x, lane, value > 0);
    }

    @Override
    public double[] evidence() {
        return NONE;
    }

    @Override
    public void show(double[] seen) {
        if (seen.length != 0) {
            throw new IllegalArgumentException("a chain of a group takes no evidence");
        }
    }
}
