package io.isinglass.actors.block;

import io.isinglass.engine.field.Start;
import java.util.Optional;

/** What happens to a chain on one patch before an epoch; see {@link io.isinglass.streams.learn.Change}. */
public record PatchChange(int chain, Optional<Start> start, Optional<double[]> evidence) {}
