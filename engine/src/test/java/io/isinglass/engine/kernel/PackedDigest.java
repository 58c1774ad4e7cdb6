package io.isinglass.engine.kernel;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.VectorUnit;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs of packed kernels and what they leave behind, also as a program of its own for a machine with other vectors. */
final class PackedDigest {

    /** Planes, rows, columns, and the blocks that they are cut into. */
    static final int[][] CUTS = {
        {1, 2, 2, 1, 1, 1},
        {1, 4, 6, 1, 2, 3},
        {1, 12, 264, 1, 4, 8},
        {1, 6, 1024, 1, 1, 1},
        {1, 6, 2100, 1, 2, 1},
        {1, 34, 128, 1, 1, 1},
        {1, 40, 20, 1, 2, 4},
        {1, 36, 300, 1, 1, 2},
        {1, 7, 261, 1, 7, 9},
        {1, 5, 3, 1, 1, 3},
        {1, 3, 131, 1, 3, 1},
        {2, 2, 2, 1, 1, 1},
        {4, 6, 130, 2, 3, 2},
        {4, 18, 256, 1, 1, 1},
        {6, 6, 12, 3, 2, 6},
        {5, 5, 5, 1, 1, 5},
    };

    private static final double[][] COUPLINGS = {
        {0.44, 0, 0}, {0, 0, 0}, {-0.3, 0.1, 0}, {0.7, -0.05, 0}, {20, 3, 0}, {-90, 0, 0}, {0.34657359027997264, 0, 0}
    };

    private static final int SWEEPS = 5;

    /** A lattice in blocks under some couplings. */
    record Case(Cut cut, Couplings couplings) {}

    /** What a run leaves behind. */
    record Outcome(String digest, List<Series> series) {}

    private PackedDigest() {}

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int[] size : CUTS) {
            boolean even = (size[0] == 1 || size[0] % 2 == 0) && size[1] % 2 == 0 && size[2] % 2 == 0;
            for (Boundary boundary : even ? Boundary.values() : new Boundary[] {Boundary.OPEN}) {
                Lattice lattice = new Lattice(size[0], size[1], size[2], boundary, Bonds.NEAREST);
                for (double[] couplings : COUPLINGS) {
                    cases.add(new Case(new Cut(lattice, size[3], size[4], size[5]), new Couplings(couplings)));
                }
            }
        }
        return cases.stream();
    }

    static List<Kernel> clears() {
        return List.of(new HeatBath(new Ising()), new Metropolis(new Ising()));
    }

    static Mosaic mosaic(Cut cut, Kernel kernel) {
        return new Mosaic(cut, new Dynamics(new Ising(), kernel, new Noise(5)), 2);
    }

    static Outcome outcome(Case of, Kernel kernel) {
        Mosaic mosaic = mosaic(of.cut(), kernel);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.ORDERED);
        List<Series> series = mosaic.run(SWEEPS, of.couplings());
        return new Outcome(mosaic.digest(), series);
    }

    /** Prints what all packed kernels leave behind in all cases; with an argument, only if the Vector API is not there. */
    public static void main(String[] arguments) {
        boolean vectors = VectorUnit.isPresent();
        if (vectors == (arguments.length > 0)) {
            throw new IllegalStateException("Vector API there: " + vectors);
        }
        for (Kernel clear : clears()) {
            cases().forEach(each -> {
                Outcome outcome =
                        outcome(each, Kernels.fastest(clear, each.cut().lattice()));
                System.out.println(outcome.digest() + " " + outcome.series().hashCode());
            });
        }
    }
}
