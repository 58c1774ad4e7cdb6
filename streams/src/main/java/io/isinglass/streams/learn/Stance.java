package io.isinglass.streams.learn;

import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a learner wants next: these couplings, these chains begun anew, and these begun as copies of others.
 *
 * @param copies for each chain that begins as a copy, the chain that it copies, as that stood when it was learned from
 */
public record Stance(ChainCouplings couplings, Set<Integer> restarts, Map<Integer, Integer> copies) {

    public Stance {
        restarts = Set.copyOf(restarts);
        copies = Map.copyOf(copies);
    }

    /** The same couplings for all chains, and these begun anew. */
    public Stance(Couplings couplings, Set<Integer> restarts) {
        this(ChainCouplings.all(couplings), restarts, Map.of());
    }

    /** The chain that {@code chain} begins as a copy of, if it does. */
    public OptionalInt source(int chain) {
        return copies.containsKey(chain) ? OptionalInt.of(copies.get(chain)) : OptionalInt.empty();
    }

    public static Stance at(Couplings couplings) {
        return new Stance(couplings, Set.of());
    }

    /** These couplings for these chains, and no chain begun. */
    public static Stance at(ChainCouplings couplings) {
        return new Stance(couplings, Set.of(), Map.of());
    }
}
