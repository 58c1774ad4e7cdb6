package io.isinglass.streams.metric;

import io.isinglass.engine.measure.Convergence;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import io.isinglass.streams.learn.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Independent chains of one distribution, told together: the mean of each observable over all of them, its ratios at
 * these means, and whether the chains agree.
 */
record Pool(List<Account> chains) {

    /*
     * R-hat and the size are those of the bins in which the sweeps are kept. The mean of a bin varies less than a sweep
     * does, and so a disagreement counts for more; no size is larger than the number of bins.
     */

    /** Ranks are drawn up anew each epoch: over so many bins of all chains at most. */
    private static final int MOST_BINS = 4096;

    /** Chains that stand still in different places have an infinite R-hat. */
    private static final double MOST_RATIO = 99;

    Pool {
        chains = List.copyOf(chains);
    }

    /** The observables and ratios, given those of each chain in the same order; then an R-hat for each observable. */
    List<Reading> readings(List<List<Reading>> measured) {
        Observables observables = chains.getFirst().observables();
        List<Reading> readings = new ArrayList<>();
        double[] means = new double[observables.direct().size()];
        int at = 0;
        for (Observable observable : observables.direct()) {
            Estimate mean = mean(measured, at);
            means[at++] = mean.mean();
            readings.add(new Reading(observable.name(), mean));
        }
        for (Ratio ratio : observables.ratios()) {
            Estimate mean = mean(measured, at++);
            double value = ratio.of().applyAsDouble(means);
            readings.add(new Reading(ratio.name(), new Estimate(value, mean.stderr(), mean.tau(), mean.size())));
        }
        for (int k = 0; k < means.length; k++) {
            readings.add(new Reading("r_hat." + observables.direct().get(k).name(), agreement(k)));
        }
        return readings;
    }

    private static Estimate mean(List<List<Reading>> measured, int at) {
        return Estimate.mean(
                measured.stream().map(chain -> chain.get(at).estimate()).toList());
    }

    /** R-hat, with the effective size of all chains together. */
    private Estimate agreement(int k) {
        double[][] courses = chains.stream()
                .map(chain -> chain.course(k, MOST_BINS / chains.size()))
                .toArray(double[][]::new);
        int length = courses[0].length;
        boolean known = length >= Convergence.FEWEST
                && Arrays.stream(courses).allMatch(course -> course.length == length)
                && Arrays.stream(courses).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN);
        if (!known) {
            return Estimate.unknown();
        }
        Convergence convergence = Convergence.of(courses);
        return new Estimate(Math.min(MOST_RATIO, convergence.rHat()), 0, 0.5, convergence.size());
    }
}
