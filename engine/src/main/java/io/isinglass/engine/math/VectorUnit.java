package io.isinglass.engine.math;

import jdk.incubator.vector.LongVector;

/** The processor's vectors, as far as this Java lets us at them. */
public final class VectorUnit {

    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private VectorUnit() {}

    /** Whether the Vector API is there; if not, scalar forms give the same bits. */
    public static boolean isPresent() {
        return PRESENT;
    }

    /** The width of a vector in bits; 64 where there is none. */
    public static int bits() {
        return PRESENT ? Lanes.bits() : Long.SIZE;
    }

    /** Loaded only where the module is. */
    private static final class Lanes {

        static int bits() {
            return LongVector.SPECIES_PREFERRED.vectorBitSize();
        }
    }
}
