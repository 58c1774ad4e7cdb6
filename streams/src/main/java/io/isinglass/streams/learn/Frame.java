package io.isinglass.streams.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A record of a data source: one value a site, row by row, NaN where nothing was seen.
 *
 * @param index its place among the good records of its source, from 0
 * @param name what is seen; frames that follow each other under one name are looks at one and the same truth
 * @param look how many frames of that name came just before
 * @param truth what should have been seen, where it is known
 * @param levels the level of each factor of the source's schema, from 0
 * @param follows whether it is the next in time after the record before; false where there is a gap between them
 * @param rejected what came between the record before and this one and was no record, where it is told here
 * @param lost how many that were
 */
public record Frame(
        long index,
        String name,
        int look,
        double[] seen,
        Optional<double[]> truth,
        List<Integer> levels,
        boolean follows,
        List<Rejection> rejected,
        long lost) {

    /** Something in the data that was no record. */
    public record Rejection(long line, String reason, String excerpt) {}

    public Frame {
        levels = List.copyOf(levels);
        rejected = List.copyOf(rejected);
    }

    /** A frame that tells all that was no record. */
    public Frame(
            long index,
            String name,
            int look,
            double[] seen,
            Optional<double[]> truth,
            List<Integer> levels,
            boolean follows,
            List<Rejection> rejected) {
        this(index, name, look, seen, truth, levels, follows, rejected, rejected.size());
    }

    /** A frame without covariates, by itself. */
    public Frame(long index, String name, int look, double[] seen, Optional<double[]> truth) {
        this(index, name, look, seen, truth, List.of(), false, List.of());
    }

    /** The same frame with these rejections. */
    public Frame with(List<Rejection> others) {
        return new Frame(index, name, look, seen, truth, levels, follows, others);
    }

    /** What was seen as evidence: 0 where nothing was. */
    public double[] evidence() {
        return Arrays.stream(seen).map(value -> Double.isNaN(value) ? 0 : value).toArray();
    }
}
