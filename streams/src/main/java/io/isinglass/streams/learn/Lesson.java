package io.isinglass.streams.learn;

import java.util.List;

/** What a learner makes of a sample: the next stance, numbers to tell, and pictures to show. */
public record Lesson(Stance next, List<Reading> readings, List<Picture> pictures) {

    public Lesson {
        readings = List.copyOf(readings);
        pictures = List.copyOf(pictures);
    }
}
