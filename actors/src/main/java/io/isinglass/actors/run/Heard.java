package io.isinglass.actors.run;

import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.metric.Row;
import java.util.List;
import java.util.Optional;

/**
 * An epoch that has been swept, learned from and measured, and not committed.
 *
 * @param chain hex digest of all rows up to and with these
 * @param memory what is needed to go on after this epoch, where it is to be kept
 */
record Heard(Learned learned, List<Row> rows, String chain, Optional<byte[]> memory) {

    long epoch() {
        return learned.sample().order().epoch();
    }
}
