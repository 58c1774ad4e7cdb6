package io.isinglass.streams.learn;

import java.util.List;
import java.util.Optional;

/**
 * What an epoch has in hand of the data.
 *
 * @param frames the frames that are being looked at, in their order; empty in a run without data
 * @param look how many epochs have looked at these frames before
 * @param looks how many epochs look at each frame in all
 */
public record Batch(long epoch, List<Frame> frames, int look, int looks) {

    public Batch {
        frames = List.copyOf(frames);
    }

    /** A batch of one frame. */
    public Batch(long epoch, Frame frame, int look, int looks) {
        this(epoch, List.of(frame), look, looks);
    }

    /** The batch of an epoch of a run without data. */
    public static Batch none(long epoch) {
        return new Batch(epoch, List.of(), 0, 1);
    }

    /** The last frame in hand. */
    public Optional<Frame> frame() {
        return frames.isEmpty() ? Optional.empty() : Optional.of(frames.getLast());
    }

    public boolean isNew() {
        return !frames.isEmpty() && look == 0;
    }

    public boolean isLast() {
        return look == looks - 1;
    }
}
