package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Series;
import java.util.List;

/**
 * What an epoch has shown: for each chain the sums of all terms over the whole lattice, sweep by sweep.
 *
 * @param fields the fields at the end of the epoch, a chain each; empty where no picture was ordered
 * @param means the running means of the sites, a chain each; empty likewise
 */
public record Sample(Order order, List<Series> chains, List<float[]> fields, List<float[]> means) {

    public Sample {
        chains = List.copyOf(chains);
        fields = List.copyOf(fields);
        means = List.copyOf(means);
    }
}
