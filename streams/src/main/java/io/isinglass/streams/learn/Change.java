package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import java.util.Optional;

/**
 * What happens to a chain before an epoch: it begins anew, or other evidence is put on its sites, or both.
 *
 * @param evidence one value a site of the whole lattice, row by row; empty: it stays as it is
 */
public record Change(int chain, Optional<Start> start, Optional<double[]> evidence) {}
