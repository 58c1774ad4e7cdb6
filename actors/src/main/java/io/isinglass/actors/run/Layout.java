package io.isinglass.actors.run;

import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.streams.learn.Chain;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What readers know of the field of a run: told when the run is created, so that nobody needs its data to say what it is.
 *
 * @param boundary in lower case
 * @param blockPlanes blocks along the planes, and so on
 * @param bonds how many there are where they are listed; empty: neighbours of a grid
 * @param chains their names
 */
public record Layout(
        int depth,
        int rows,
        int columns,
        String boundary,
        int blockPlanes,
        int blockRows,
        int blockColumns,
        Optional<Long> bonds,
        List<String> chains) {

    public Layout {
        chains = List.copyOf(chains);
    }

    static Layout of(Experiment experiment) {
        Cut cut = experiment.plan().cut();
        Lattice lattice = cut.lattice();
        return new Layout(
                lattice.depth(),
                lattice.rows(),
                lattice.columns(),
                lattice.boundary().name().toLowerCase(Locale.ROOT),
                cut.deep(),
                cut.down(),
                cut.across(),
                lattice.bonds() instanceof Graph graph ? Optional.of((long) graph.count()) : Optional.empty(),
                experiment.chains().stream().map(Chain::name).toList());
    }

    /** Sites of all chains together. */
    public long sites() {
        return (long) depth * rows * columns * chains.size();
    }
}
