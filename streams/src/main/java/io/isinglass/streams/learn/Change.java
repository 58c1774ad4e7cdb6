package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What happens to a chain before an epoch: it begins anew, or as a copy of another, or other evidence is put on its
 * sites. Copies are taken first, from the chains as they stood at the end of the last epoch.
 *
 * @param source the chain whose values it takes
 * @param evidence one value a site of the whole lattice, row by row; empty: it stays as it is
 */
public record Change(int chain, Optional<Start> start, OptionalInt source, Optional<double[]> evidence) {

    /** The chain begins anew, or sees other evidence, or both. */
    public static Change of(int chain, Optional<Start> start, Optional<double[]> evidence) {
        return new Change(chain, start, OptionalInt.empty(), evidence);
    }

    /** The chain begins as a copy of another. */
    public static Change copy(int chain, int source) {
        return new Change(chain, Optional.empty(), OptionalInt.of(source), Optional.empty());
    }

    /** Whether nothing happens at all. */
    public boolean isNone() {
        return start.isEmpty() && source.isEmpty() && evidence.isEmpty();
    }
}
