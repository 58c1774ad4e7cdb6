package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a learner is made for: the model and where it starts, the lattice, and how long the run lasts in epochs.
 *
 * @param epochs empty: it goes on as long as records come
 * @param data what the records are about; empty in a run without data
 * @param noise the run's own; what a learner leaves to chance it draws on the lane {@link Noise#LEARNER}
 */
public record Task(
        Lattice lattice,
        Model model,
        Couplings couplings,
        Start start,
        OptionalLong epochs,
        Optional<Schema> data,
        Noise noise) {

    /** The task of a run whose length is known. */
    public Task(
            Lattice lattice,
            Model model,
            Couplings couplings,
            Start start,
            long epochs,
            Optional<Schema> data,
            Noise noise) {
        this(lattice, model, couplings, start, OptionalLong.of(epochs), data, noise);
    }

    /** How many epochs the run has; refuses one of which nobody knows. */
    public long length() {
        return epochs.orElseThrow(() -> new Refused(
                "kind", "it plans for the whole run, and cannot where nobody knows how many records will come"));
    }
}
