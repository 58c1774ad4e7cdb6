package io.isinglass.engine.noise;

/** Numbers of 64 bits, one after another. */
interface Walk {

    long next();
}
