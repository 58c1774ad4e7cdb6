package io.isinglass.engine.block;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;

/** What moves a field, but for its couplings: the model, the kernel made for it, and the numbers it draws. */
public record Dynamics(Model model, Kernel kernel, Noise noise) {

    /** The kernel of a chain with this evidence: the clear one where there is some. */
    public Kernel kernel(double[] evidence) {
        return evidence.length == 0 ? kernel : kernel.clear();
    }

    /** A field of a chain with this evidence, in the form that its kernel moves. */
    public Field field(Patch patch, double[] evidence) {
        return kernel(evidence).field(patch);
    }
}
