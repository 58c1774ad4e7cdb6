package io.isinglass.engine.kernel;

import jdk.incubator.vector.ByteVector;

/** What this machine offers in vectors. */
final class Vectors {

    /** Whether the Vector API is there: it is a module that a JVM may be started without. */
    static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /** Whether a vector holds 64 bytes. */
    static final boolean OF_64_BYTES = PRESENT && Widest.BYTES == 64;

    private Vectors() {}

    /** Apart, since it can be loaded only where the module is present. */
    private static final class Widest {

        static final int BYTES = ByteVector.SPECIES_PREFERRED.length();

        private Widest() {}
    }
}
