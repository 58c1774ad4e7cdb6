package io.isinglass.streams.source;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What comes to a run from outside, as it is kept: records by their number, in the order in which they were taken. */
@FunctionalInterface
public interface Inflow {

    /** The records from number {@code from} on that are there, one or more, as soon as there is one; empty after the last. */
    CompletionStage<List<Arrival>> next(long from);
}
