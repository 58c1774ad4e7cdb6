package io.isinglass.actors.run;

import java.util.Optional;

/** The commit of another run that a run begins from. */
public record Base(String run, Point point) {

    /** The fields alone: what the other run had learned is forgotten. */
    Base withoutMemory() {
        return new Base(run, new Point(point.epochs(), point.blocks(), Optional.empty()));
    }
}
