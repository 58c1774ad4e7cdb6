package io.isinglass.streams.learn;

import java.util.List;

/**
 * Sites at their places, and bonds between them.
 *
 * @param name of its file; the title says what is shown
 * @param threads the strongest last
 */
public record Web(String name, String title, List<Knot> knots, List<Thread> threads) implements Drawing {

    /**
     * A site.
     *
     * @param x grows to the right, y upwards, in one and the same unit
     * @param value −1..1, its colour
     * @param seen whether the value was seen; else it is what is expected
     */
    public record Knot(String name, double x, double y, double value, boolean seen) {}

    /** A bond between the knots of these numbers. */
    public record Thread(int one, int other, double strength, double error) {}

    public Web {
        knots = List.copyOf(knots);
        threads = List.copyOf(threads);
        for (Thread thread : threads) {
            if (Math.min(thread.one(), thread.other()) < 0 || Math.max(thread.one(), thread.other()) >= knots.size()) {
                throw new IllegalArgumentException(thread + " of " + knots.size() + " knots");
            }
        }
    }
}
