package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;
import java.util.Optional;

/**
 * What a learner is made for: the model and where it starts, the lattice, and how long the run lasts in epochs.
 *
 * @param data what the records are about; empty in a run without data
 * @param noise the run's own; what a learner leaves to chance it draws on the lane {@link Noise#LEARNER}
 */
public record Task(
        Lattice lattice,
        Model model,
        Couplings couplings,
        Start start,
        long epochs,
        Optional<Schema> data,
        Noise noise) {}
