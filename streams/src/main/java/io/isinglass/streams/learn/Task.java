package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;

/** What a learner is made for: the model and where it starts, the lattice, and how long the run lasts in epochs. */
public record Task(Lattice lattice, Model model, Couplings couplings, Start start, long epochs, boolean data) {}
