package io.isinglass.streams.learn;

import io.isinglass.engine.model.Couplings;
import java.util.Set;

/** What a learner wants next: these couplings, and these chains begun anew. */
public record Stance(Couplings couplings, Set<Integer> restarts) {

    public Stance {
        restarts = Set.copyOf(restarts);
    }

    public static Stance at(Couplings couplings) {
        return new Stance(couplings, Set.of());
    }
}
