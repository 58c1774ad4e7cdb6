package io.isinglass.actors.store;

import io.isinglass.streams.learn.Frame;
import java.util.List;
import java.util.OptionalLong;

/**
 * Lines that a client brings to a run.
 *
 * @param from how many lines had come before these, as the client counts; empty: it does not count, they are the next
 * @param last whether none will come after these
 */
public record Delivery(OptionalLong from, boolean last, byte[] lines) {

    /** What becomes of a delivery. */
    public sealed interface Outcome {

        /** How many lines have come by now: where the next delivery is to begin. */
        long next();
    }

    /**
     * All of its lines have been judged and are kept, those that came the second time included.
     *
     * @param repeated how many of them had come before
     * @param taken how many of the others are records
     * @param rejected the others that are not
     * @param records how many records there are by now
     */
    public record Taken(
            long next, long repeated, long taken, List<Frame.Rejection> rejected, long records, boolean closed)
            implements Outcome {

        public Taken {
            rejected = List.copyOf(rejected);
        }
    }

    /** Nothing was taken: lines before these are missing, or more had come than the client says there are. */
    public record Gap(long next) implements Outcome {}

    /** Nothing was taken: so many records wait already. */
    public record Full(long next, long backlog) implements Outcome {}

    /** Nothing was taken: a delivery before was the last. */
    public record Closed(long next) implements Outcome {}

    /** Nothing was taken: it would be the last, and there is no record at all. */
    public record Empty(long next) implements Outcome {}
}
