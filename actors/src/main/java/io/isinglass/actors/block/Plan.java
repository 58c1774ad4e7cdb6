package io.isinglass.actors.block;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.lattice.Cut;

/** What every block of a run knows from the beginning. At most 1 + {@code lag} epochs are granted at a time. */
public record Plan(String run, Cut cut, Dynamics dynamics, int chains, int lag) {}
