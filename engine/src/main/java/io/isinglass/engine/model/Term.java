package io.isinglass.engine.model;

/**
 * A sufficient statistic: a sum over bonds or over sites.
 *
 * @param name the name of its coupling in a spec, or of the statistic where it has none
 * @param fallback the coupling where a spec gives none; NaN: it must be given
 * @param turned whether it has a coupling at all; the terms that have come first
 */
public record Term(String name, String statistic, double fallback, boolean turned) {

    public static Term turned(String name, String statistic, double fallback) {
        return new Term(name, statistic, fallback, true);
    }

    public static Term seen(String name, String statistic) {
        return new Term(name, statistic, 0, false);
    }
}
