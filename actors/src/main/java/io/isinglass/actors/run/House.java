package io.isinglass.actors.run;

import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Inbox;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a conductor finds where it lives.
 *
 * @param experiments makes the experiment of a charter, or refuses
 * @param owners the name of the cluster that this node is in now; a new cluster never has the name of an old one
 */
public record House(
        Function<Charter, Experiment> experiments,
        Blocks blocks,
        Archive archive,
        Inbox inbox,
        Supplier<String> owners,
        Clock clock,
        Retention retention,
        Counters counters) {

    Experiment experiment(Charter charter) {
        return experiments.apply(charter);
    }

    String owner() {
        return owners.get();
    }
}
