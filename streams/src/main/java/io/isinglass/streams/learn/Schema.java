package io.isinglass.streams.learn;

import java.util.List;

/**
 * What the records of a data source are about, beside their values.
 *
 * @param sites the names of the sites, one each; empty where they have none
 * @param factors the covariates that every record comes with, in the order of {@link Frame#levels}
 * @param places where the sites are, one each; empty where it is not known
 */
public record Schema(List<String> sites, List<Factor> factors, List<Place> places) {

    /** A covariate of a record that takes one of so many levels, such as the hour of the day. */
    public record Factor(String name, int levels) {}

    /** Sites without names, records without covariates. */
    public static final Schema PLAIN = new Schema(List.of(), List.of());

    public Schema {
        sites = List.copyOf(sites);
        factors = List.copyOf(factors);
        places = List.copyOf(places);
    }

    /** Sites whose places are not known. */
    public Schema(List<String> sites, List<Factor> factors) {
        this(sites, factors, List.of());
    }

    /** The name of a site; its number, where it has none. */
    public String site(int number) {
        return sites.isEmpty() ? Integer.toString(number) : sites.get(number);
    }
}
