package io.isinglass.streams.sink;

import java.io.IOException;

/** Where what a run commits goes, besides its store. */
public interface Outlet {

    /** What is said of it. */
    String name();

    /** Whether it takes the lines that were no record, too. */
    boolean takesLetters();

    /** Whether a run waits for it, rather than that its store forgets what has not been brought here. */
    boolean isWaitedFor();

    /**
     * Connects for a run, and makes sure that whoever wrote for it before can write no more; blocks meanwhile.
     *
     * @param began tells the run from others of its name, such as one of another store
     * @throws IOException if it is out of reach, which may pass; what cannot pass is {@code Refused}
     */
    Pipe open(String run, String began) throws IOException;
}
