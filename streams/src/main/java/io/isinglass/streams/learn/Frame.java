package io.isinglass.streams.learn;

import java.util.Optional;

/**
 * A record of a data source: one value a site, row by row, 0 where nothing was seen.
 *
 * @param name what is seen; frames that follow each other under one name are looks at one and the same truth
 * @param look how many frames of that name came just before
 * @param truth what should have been seen, where it is known
 */
public record Frame(long index, String name, int look, double[] seen, Optional<double[]> truth) {}
