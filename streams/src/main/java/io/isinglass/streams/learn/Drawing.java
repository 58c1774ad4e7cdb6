package io.isinglass.streams.learn;

/** Something drawn in lines and words. */
public sealed interface Drawing permits Matrix, Plot, Web {

    /** The name of its file. */
    String name();
}
