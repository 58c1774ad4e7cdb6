package io.isinglass.streams.learn;

import java.util.List;

/**
 * Sites at their places, and bonds between them.
 *
 * @param name of its file; the title says what is shown
 * @param strands the strongest last
 */
public record Web(String name, String title, List<Knot> knots, List<Strand> strands) implements Drawing {

    /**
     * A site.
     *
     * @param x grows to the right, y upwards, in one and the same unit
     * @param value −1..1, its colour
     * @param seen whether the value was seen; else it is what is expected
     */
    public record Knot(String name, double x, double y, double value, boolean seen) {}

    /** A bond between the knots of these numbers. */
    public record Strand(int one, int other, double strength, double error) {}

    public Web {
        knots = List.copyOf(knots);
        strands = List.copyOf(strands);
        for (Strand strand : strands) {
            if (Math.min(strand.one(), strand.other()) < 0 || Math.max(strand.one(), strand.other()) >= knots.size()) {
                throw new IllegalArgumentException(strand + " of " + knots.size() + " knots");
            }
        }
    }
}
