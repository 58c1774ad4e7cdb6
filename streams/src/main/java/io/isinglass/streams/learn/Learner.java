package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Memory;
import io.isinglass.streams.serve.Knowledge;
import java.util.List;
import java.util.Optional;

/**
 * A fold: sample after sample in, the next couplings out. It knows no thread and no clock, and keeps no sample; what it
 * does keep from epoch to epoch, the evidence that it was asked for included, is its memory.
 */
public interface Learner extends Memory {

    /** The chains that it wants swept side by side. */
    List<Chain> chains();

    /** What it wants before it has seen a sample. */
    Stance start();

    /** Learns from an epoch and the data that the epoch had in hand. Samples come in the order of their epochs. */
    Lesson learn(Sample sample, Batch batch);

    /**
     * The largest lag that it can stand. It is 0 where a lesson is about the field as it stands at the end of its epoch,
     * and not about a distribution: a later field is another.
     */
    default int maxLag() {
        return Integer.MAX_VALUE;
    }

    /** What is put on the sites of chain {@code index} as this batch begins; asked once a batch, in order. */
    default Optional<double[]> evidence(int index, Batch batch) {
        return chains().get(index).evidence() && batch.isNew() ? batch.frame().map(Frame::evidence) : Optional.empty();
    }

    /** Whether running means of the sites are kept during this batch. */
    default boolean watches(Batch batch) {
        return false;
    }

    /** Whether it needs to see the running means after this batch. */
    default boolean looks(Batch batch) {
        return false;
    }

    /** What it has learned, as it stands, where that is more than the couplings of its stance. */
    default Optional<Knowledge> knowledge() {
        return Optional.empty();
    }
}
