package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /** Writes this down; chains in their order, so that equal stances give equal bytes. */
    public void save(DataOutput out) throws IOException {
        couplings.save(out);
        out.writeInt(restarts.size());
        for (int chain : new TreeSet<>(restarts)) {
            out.writeInt(chain);
        }
        out.writeInt(copies.size());
        for (Map.Entry<Integer, Integer> copy : new TreeMap<>(copies).entrySet()) {
            out.writeInt(copy.getKey());
            out.writeInt(copy.getValue());
        }
    }

    /** What {@link #save} has written. */
    public static Stance load(DataInput in) throws IOException {
        ChainCouplings couplings = ChainCouplings.load(in);
        Set<Integer> restarts = new HashSet<>();
        for (int left = Numerals.count(in, Integer.MAX_VALUE, "restarts"); left > 0; left--) {
            restarts.add(in.readInt());
        }
        Map<Integer, Integer> copies = new HashMap<>();
        for (int left = Numerals.count(in, Integer.MAX_VALUE, "copies"); left > 0; left--) {
            copies.put(in.readInt(), in.readInt());
        }
        return new Stance(couplings, restarts, copies);
    }
}
