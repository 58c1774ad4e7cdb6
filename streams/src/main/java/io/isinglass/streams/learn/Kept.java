package io.isinglass.streams.learn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network keeps of what it knows of each spin.
 *
 * @param covariances whether the covariances of all parameters, or their variances alone
 * @param sparse standard errors within which ties are held at zero; 0: none is
 */
record Kept(boolean covariances, double sparse) {

    /** All there is. */
    static final Kept ALL = new Kept(true, 0);

    /** The numbers of a parameter where no covariance is kept: its mean, its variance, and what it gains by a step. */
    private static final long NUMBERS = 3;

    /** The bytes of what grows with the features of so many sites, or with their square. */
    long bytes(Features features, int sites) {
        return Double.BYTES
                * IntStream.range(0, sites)
                        .mapToLong(site -> features.count(site))
                        .map(count -> covariances ? count * count : NUMBERS * count)
                        .sum();
    }

    /**
     * A belief before any observation, in parameters that come in these groups, ties from {@code firstTie} on.
     *
     * @param lot of its twin, if it has one where no covariances are kept
     */
    Belief belief(List<Features.Group> prior, int firstTie, Optional<TwinnedBelief.Lot> lot) {
        Belief all = covariances ? FullBelief.of(prior) : diagonal(prior, lot);
        return sparse > 0 ? new SparseBelief(all, firstTie, sparse) : all;
    }

    private static Belief diagonal(List<Features.Group> prior, Optional<TwinnedBelief.Lot> lot) {
        Belief own = new DiagonalBelief(prior);
        return lot.isPresent() ? new TwinnedBelief(own, new DiagonalBelief(prior), lot.get()) : own;
    }

    /** In words, for what is written down. */
    String words() {
        return (covariances ? "" : ", variances and twins") + (sparse > 0 ? ", ties beyond " + sparse + " errors" : "");
    }
}
