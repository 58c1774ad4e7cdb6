package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Estimate;
import java.util.Optional;

/**
 * A number that a learner tells of an epoch.
 *
 * @param label what the number is about this time, where its key does not say it: a rank has another bearer each time
 */
public record Reading(String key, Estimate estimate, Optional<String> label) {

    /** A number whose key says all. */
    public Reading(String key, Estimate estimate) {
        this(key, estimate, Optional.empty());
    }

    /** A number of something that has a name. */
    public Reading(String key, Estimate estimate, String label) {
        this(key, estimate, Optional.of(label));
    }
}
