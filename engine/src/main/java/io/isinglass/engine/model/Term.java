package io.isinglass.engine.model;

/**
 * A sufficient statistic: a sum over bonds or over sites.
 *
 * @param name the name of its coupling in a spec, or of the statistic where it has none
 * @param fallback the coupling where a spec gives none; NaN: it must be given
 * @param turned whether it has a coupling at all; the terms that have come first
 * @param ring over which bonds the sum goes: 0 those of nearest neighbours, 1 diagonals; −1: it goes over sites
 */
public record Term(String name, String statistic, double fallback, boolean turned, int ring) {

    /** A sum over bonds that has a coupling. */
    public static Term bond(String name, String statistic, double fallback) {
        return new Term(name, statistic, fallback, true, 0);
    }

    /** A sum over sites that has a coupling. */
    public static Term turned(String name, String statistic, double fallback) {
        return new Term(name, statistic, fallback, true, -1);
    }

    /** A sum over sites that has none. */
    public static Term seen(String name, String statistic) {
        return new Term(name, statistic, 0, false, -1);
    }

    /** A sum over bonds that has none. */
    public static Term seenBond(String name, String statistic) {
        return new Term(name, statistic, 0, false, 0);
    }

    public boolean isBond() {
        return ring >= 0;
    }
}
