package io.isinglass.actors.plan;

import io.isinglass.engine.catalog.Refused;

/**
 * What something costs, as seen through several windows of time one after the other.
 *
 * @param low the lowest of the windows
 * @param high the highest of them
 */
public record Measured(double median, double low, double high) {

    public Measured {
        if (!(0 <= low && low <= median && median <= high && high < Double.POSITIVE_INFINITY)) {
            throw new Refused(
                    "", "a constant must have 0 <= low <= median <= high, was " + low + ", " + median + ", " + high);
        }
    }

    /** A value without scatter. */
    public static Measured exact(double value) {
        return new Measured(value, value, value);
    }

    /** So many times as much. */
    public Measured times(double factor) {
        return new Measured(factor * median, factor * low, factor * high);
    }

    /** What is left beyond a part that is known, and never less than nothing. */
    public Measured beyond(double known) {
        return new Measured(Math.max(0, median - known), Math.max(0, low - known), Math.max(0, high - known));
    }

    double under(Luck luck) {
        return switch (luck) {
            case USUAL -> median;
            case BEST -> low;
            case WORST -> high;
        };
    }
}
