package io.isinglass.streams.learn;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Spins of which each is bound to three others or so, by ties of ±0.25 to ±0.5, and what heat bath makes of them. */
final class SparseTeacher {

    private static final int CHAINS = 1024;
    private static final int SETTLING = 200;
    private static final int BETWEEN = 25;

    private final int sites;
    private final double[][] ties;
    private final Mosaic mosaic;
    private int shown = CHAINS;

    SparseTeacher(int sites, long seed) {
        this.sites = sites;
        this.ties = new double[sites][sites];
        SplittableRandom lot = new SplittableRandom(seed);
        List<Graph.Bond> bonds = new ArrayList<>();
        // A ring, and on average one partner each by chance.
        for (int site = 0; site < sites; site++) {
            bind(site, (site + 1) % sites, lot, bonds);
        }
        for (int pair = 0; pair < sites / 2; pair++) {
            bind(lot.nextInt(sites), lot.nextInt(sites), lot, bonds);
        }
        Lattice lattice = new Lattice(1, 1, sites, Boundary.OPEN, new Graph(sites, bonds));
        HeatBath clear = new HeatBath(new Ising());
        this.mosaic = new Mosaic(
                new Cut(lattice, 1, 1),
                new Dynamics(new Ising(), Kernels.fastest(clear, lattice), new Noise(seed)),
                CHAINS);
        IntStream.range(0, CHAINS).forEach(chain -> mosaic.restart(chain, Start.DISORDERED));
        mosaic.run(SETTLING, new Couplings(1, 0, 0));
    }

    private void bind(int one, int other, SplittableRandom lot, List<Graph.Bond> bonds) {
        if (one != other && ties[one][other] == 0) {
            ties[one][other] = (lot.nextBoolean() ? 1 : -1) * lot.nextDouble(0.25, 0.5);
            ties[other][one] = ties[one][other];
            bonds.add(new Graph.Bond(one, other, ties[one][other]));
        }
    }

    double tie(int one, int other) {
        return ties[one][other];
    }

    /** So many more records, each from a chain that was swept on since it was last shown. */
    List<Frame> records(int count) {
        List<Frame> frames = new ArrayList<>();
        while (frames.size() < count) {
            if (shown == CHAINS) {
                mosaic.run(BETWEEN, new Couplings(1, 0, 0));
                shown = 0;
            }
            float[] field = mosaic.tiles().getFirst().picture(shown++);
            double[] seen =
                    IntStream.range(0, sites).mapToDouble(site -> field[site]).toArray();
            frames.add(new Frame(frames.size(), "", 0, seen, Optional.empty()));
        }
        return frames;
    }
}
