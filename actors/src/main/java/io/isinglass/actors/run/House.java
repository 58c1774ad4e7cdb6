package io.isinglass.actors.run;

import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a conductor finds where it lives.
 *
 * @param experiments makes the experiment of a charter, or refuses
 * @param owners the name of the cluster that this node is in now; a new cluster never has the name of an old one
 * @param snapshotEvery how long a run may go on without a point in the vault
 * @param keep how many points are kept
 */
public record House(
        Function<Charter, Experiment> experiments,
        Blocks blocks,
        Archive archive,
        Inbox inbox,
        Supplier<String> owners,
        Clock clock,
        Duration snapshotEvery,
        int keep,
        Counters counters) {

    Experiment experiment(Charter charter) {
        return experiments.apply(charter);
    }

    String owner() {
        return owners.get();
    }
}
