package io.isinglass.engine.kernel;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Graphs for tests. */
final class Graphs {

    private Graphs() {}

    /** Every pair of sites is bound with this chance. */
    static Lattice random(int sites, double chance, SplittableRandom random, DoubleSupplier weights) {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int one = 0; one < sites; one++) {
            for (int other = one + 1; other < sites; other++) {
                if (random.nextDouble() < chance) {
                    bonds.add(new Graph.Bond(one, other, weights.getAsDouble()));
                }
            }
        }
        if (bonds.isEmpty()) {
            bonds.add(new Graph.Bond(0, 1, 1));
        }
        return new Lattice(new Graph(sites, bonds));
    }

    /** Weights of +1 or −1. */
    static Lattice plusMinus(int sites, double chance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random(sites, chance, random, () -> random.nextBoolean() ? 1 : -1);
    }

    /** Whole weights from −3 to 3. */
    static Lattice whole(int sites, double chance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random(sites, chance, random, () -> random.nextInt(-3, 4));
    }

    /** Real weights. */
    static Lattice real(int sites, double chance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random(sites, chance, random, () -> random.nextDouble(-1, 1));
    }

    /** One site bound to all others. */
    static Lattice star(int sites, double weight) {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int other = 1; other < sites; other++) {
            bonds.add(new Graph.Bond(0, other, other % 3 == 0 ? -weight : weight));
        }
        return new Lattice(new Graph(sites, bonds));
    }
}
