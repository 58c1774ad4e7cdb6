package io.isinglass.engine.model;

import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The couplings of all chains: one value that they share, or a value for each. */
public record ChainCouplings(List<Couplings> values) {

    public ChainCouplings {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there must be couplings, for all chains or for each");
        }
    }

    /** The same couplings for every chain. */
    public static ChainCouplings all(Couplings couplings) {
        return new ChainCouplings(List.of(couplings));
    }

    /** The couplings of a chain. */
    public Couplings of(int chain) {
        return values.get(values.size() == 1 ? 0 : chain);
    }

    /** The couplings that every chain has; refused where they differ. */
    public Couplings shared() {
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " chains have couplings of their own");
        }
        return values.getFirst();
    }

    /** The same couplings, without those of bonds and sites where these are more than so many. */
    public ChainCouplings brief(int most) {
        return new ChainCouplings(values.stream()
                .map(each -> each.bonds().length + each.sites().length > most ? new Couplings(each.values()) : each)
                .toList());
    }

    /** Writes these down, bit by bit. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (Couplings each : values) {
            each.save(out);
        }
    }

    /** What {@link #save} has written. */
    public static ChainCouplings load(DataInput in) throws IOException {
        int count = Numerals.count(in, Integer.MAX_VALUE, "couplings");
        List<Couplings> values = new ArrayList<>();
        for (int chain = 0; chain < count; chain++) {
            values.add(Couplings.load(in));
        }
        return new ChainCouplings(values);
    }
}
