package io.isinglass.streams.learn;

import java.util.Optional;

/**
 * What an epoch has in hand of the data.
 *
 * @param frame the frame that is being looked at; empty in a run without data
 * @param look how many epochs have looked at this frame before
 * @param looks how many epochs look at each frame in all
 */
public record Batch(long epoch, Optional<Frame> frame, int look, int looks) {

    /** The batch of an epoch of a run without data. */
    public static Batch none(long epoch) {
        return new Batch(epoch, Optional.empty(), 0, 1);
    }

    public boolean isNew() {
        return frame.isPresent() && look == 0;
    }

    public boolean isLast() {
        return look == looks - 1;
    }
}
