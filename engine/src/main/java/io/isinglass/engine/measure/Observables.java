package io.isinglass.engine.measure;

import java.util.List;

/** What is reported of a chain: observables seen once a sweep, and ratios of their means, whose errors are jackknifed. */
public record Observables(List<Observable> direct, List<Ratio> ratios) {

    public Observables {
        direct = List.copyOf(direct);
        ratios = List.copyOf(ratios);
    }

    /** The values of the direct observables, given the sums of the terms. */
    public double[] of(double[] sums) {
        return direct.stream()
                .mapToDouble(each -> each.of().applyAsDouble(sums))
                .toArray();
    }
}
