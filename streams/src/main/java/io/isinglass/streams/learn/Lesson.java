package io.isinglass.streams.learn;

import java.util.List;

/**
 * What a learner makes of a sample: the next stance, numbers to tell, and pictures and drawings to show.
 *
 * @param bearers for each of the learner's chains, in their order, the number that bore its name in this epoch; empty:
 *     each its own
 */
public record Lesson(
        Stance next, List<Reading> readings, List<Picture> pictures, List<Drawing> drawings, List<Integer> bearers) {

    public Lesson {
        readings = List.copyOf(readings);
        pictures = List.copyOf(pictures);
        drawings = List.copyOf(drawings);
        bearers = List.copyOf(bearers);
    }

    /** A lesson of chains that keep their names. */
    public Lesson(Stance next, List<Reading> readings, List<Picture> pictures) {
        this(next, readings, pictures, List.of(), List.of());
    }

    /** A lesson without drawings. */
    public Lesson(Stance next, List<Reading> readings, List<Picture> pictures, List<Integer> bearers) {
        this(next, readings, pictures, List.of(), bearers);
    }

    /** The chain that bore the name of entry {@code index} of {@link Learner#chains} in this epoch. */
    public int bearer(int index) {
        return bearers.isEmpty() ? index : bearers.get(index);
    }
}
