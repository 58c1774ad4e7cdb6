package io.isinglass.engine.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link Odds} in vectors; what does not fill one is left to the scalar form. Wants the module, as {@link VectorElementary}. */
final class VectorOdds {

    private static final VectorSpecies<Double> REALS = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = REALS.length();

    private VectorOdds() {}

    static void of(double spin, double[] z, double[] surprises, double[] slopes) {
        int at = 0;
        for (; at + LANES <= z.length; at += LANES) {
            DoubleVector each = DoubleVector.fromArray(REALS, z, at);
            VectorMask<Double> unexpected = each.mul(spin).lt(0);
            DoubleVector twice = each.abs().mul(2);
            DoubleVector ratio = VectorElementary.exp(twice.neg());
            DoubleVector whole = ratio.add(1);
            DoubleVector less = ratio.div(whole);
            DoubleVector log = VectorElementary.log(whole);
            log.blend(twice.add(log), unexpected).intoArray(surprises, at);
            less.blend(less.neg().add(1), unexpected).mul(2 * spin).intoArray(slopes, at);
        }
        Odds.of(spin, z, surprises, slopes, at);
    }
}
