package io.isinglass.actors.block;

import io.isinglass.engine.measure.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sums of one epoch as they come in, from each block or section once and in any order. */
final class Tallying {

    private final int wanted;
    private final Set<Integer> seen = new HashSet<>();
    private List<Series> chains = List.of();
    private int blocks;

    /** Sums of so many blocks. */
    Tallying(int wanted) {
        this.wanted = wanted;
    }

    /** Adds what {@code from} saw, unless it has been added; says whether nothing is missing now. The sums are kept. */
    boolean add(int from, int count, List<Series> sums) {
        if (!seen.add(from)) {
            return false;
        }
        blocks += count;
        if (chains.isEmpty()) {
            chains = sums;
        } else {
            for (int chain = 0; chain < sums.size(); chain++) {
                chains.get(chain).merge(sums.get(chain));
            }
        }
        return blocks == wanted;
    }

    int blocks() {
        return blocks;
    }

    List<Series> chains() {
        return chains;
    }
}
