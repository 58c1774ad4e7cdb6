package io.isinglass.actors.run;

import io.isinglass.actors.block.Charter;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.streams.metric.Row;
import java.util.List;
import java.util.Optional;

/**
 * What has happened in a run, as its journal holds it. The journal's key (run, number) lets every number be written
 * once: whoever holds an old view of the run cannot write the next event.
 *
 * <p>All times are ISO 8601.
 */
public sealed interface Event {

    /** The run has been created, from nothing or from a commit of another; events from before there were layouts have none. */
    record Created(Charter charter, Optional<Base> base, Optional<Layout> layout, String at) implements Event {}

    /** A term has begun: {@code owner} is the cluster whose conductor will commit from now on. */
    record Opened(long term, String owner, String why, String at) implements Event {}

    /**
     * An epoch has been committed.
     *
     * @param couplings those that it ran under; without those of bonds and sites where there are very many of these
     * @param record the number of the data's record that it looked at; −1 without data
     * @param rows its metrics
     * @param chain hex digest of all rows up to and with these
     */
    record Committed(long term, long epoch, ChainCouplings couplings, long record, List<Row> rows, String chain)
            implements Event {}

    /** The vault holds the run as it was after an epoch; points {@code dropped} are no longer needed for it. */
    record Kept(long term, Point point, List<Long> dropped) implements Event {}

    /** An object of the vault was found damaged, so nothing of this point is used any more. */
    record Spoilt(long epoch, String key, String reason) implements Event {}

    /** The run stands still, until it is resumed. */
    record Paused(String at) implements Event {}

    /** The run goes on. */
    record Resumed(String at) implements Event {}

    /** The run is over; {@code digest} is that of the final field, empty if it did not come to its end. */
    record Ended(State how, String failure, String digest, String at) implements Event {}
}
