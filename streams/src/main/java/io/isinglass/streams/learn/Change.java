package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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

    /** Writes this down. */
    void save(DataOutput out) throws IOException {
        out.writeInt(chain);
        out.writeUTF(start.map(Start::name).orElse(""));
        out.writeInt(source.orElse(-1));
        out.writeBoolean(evidence.isPresent());
        if (evidence.isPresent()) {
            Numerals.write(out, evidence.get());
        }
    }

    /** What {@link #save} has written. */
    static Change load(DataInput in) throws IOException {
        int chain = in.readInt();
        String start = in.readUTF();
        int source = in.readInt();
        return new Change(
                chain,
                start.isEmpty() ? Optional.empty() : Optional.of(Start.valueOf(start)),
                source < 0 ? OptionalInt.empty() : OptionalInt.of(source),
                in.readBoolean() ? Optional.of(Numerals.numbers(in)) : Optional.empty());
    }
}
