package io.isinglass.streams.loop;

import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Where a loop begins, and where others will be able to.
 *
 * @param epoch the first epoch to be learned from
 * @param memory what {@link Learned#memory} gave after the epoch before; where there is none, a learner begins afresh, from
 *     epoch 0 with chains that begin, from a later one with the fields of another run as they stand
 * @param keeps whether the fields are kept at the end of an epoch; asked once for each, as it is granted, in their order
 */
public record Resumption(long epoch, Optional<byte[]> memory, LongPredicate keeps) {

    public Resumption {
        if (epoch < 0 || epoch == 0 && memory.isPresent()) {
            throw new IllegalArgumentException(
                    "epoch must be 0 or more, and above 0 with a memory of those before, was " + epoch);
        }
    }

    /** The beginning of a run that keeps nothing. */
    public static Resumption none() {
        return new Resumption(0, Optional.empty(), _ -> false);
    }
}
