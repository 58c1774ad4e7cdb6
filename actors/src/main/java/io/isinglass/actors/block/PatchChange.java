package io.isinglass.actors.block;

import io.isinglass.engine.field.Start;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to a chain on one patch before an epoch; see {@link io.isinglass.streams.learn.Change}. */
public record PatchChange(int chain, Optional<Start> start, OptionalInt source, Optional<double[]> evidence) {

    /** The chain begins anew, or sees other evidence, or both. */
    public static PatchChange of(int chain, Optional<Start> start, Optional<double[]> evidence) {
        return new PatchChange(chain, start, OptionalInt.empty(), evidence);
    }

    /** The chain begins as a copy of another, as that stood at the end of the last epoch. */
    public static PatchChange copy(int chain, int source) {
        return new PatchChange(chain, Optional.empty(), OptionalInt.of(source), Optional.empty());
    }
}
