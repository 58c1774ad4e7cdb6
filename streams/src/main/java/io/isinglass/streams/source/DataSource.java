package io.isinglass.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.isinglass.engine.field.Values;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Schema;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream of records for the sites of a lattice, which may be run more than once and is the same each time. */
public interface DataSource {

    /** Rows of the lattice that a record fills. */
    int rows();

    /** Columns of the lattice that a record fills. */
    int columns();

    /** How many records there are; empty: as many as come. */
    OptionalLong size();

    /** How many records are looked at together, 1 or more; the last epochs may have fewer. */
    default int batch() {
        return 1;
    }

    /** What the records are about. */
    default Schema schema() {
        return Schema.PLAIN;
    }

    /** The records from index {@code from} on, 0..size; those before are not even made. */
    Source<Frame, NotUsed> frames(long from);

    /**
     * How lines that come from outside become its records; empty: it takes none.
     *
     * @param values what a site may hold
     */
    default Optional<Intake> intake(Values values) {
        return Optional.empty();
    }

    /** Where the run fetches such lines by itself; empty: it does not, they are pushed to it. */
    default Optional<Supply> supply() {
        return Optional.empty();
    }

    /** The same source with what comes from outside at hand; one that takes nothing needs none. */
    default DataSource fedBy(Inflow inflow) {
        return this;
    }
}
