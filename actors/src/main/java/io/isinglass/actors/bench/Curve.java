package io.isinglass.actors.bench;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a site costs a sweep, measuring included, as lattices grow and as one lattice is cut into more blocks. */
public record Curve(List<Point> lengths, List<Point> blocks) {

    /** The length of a square lattice, or the number of blocks, and picoseconds a site in one thread. */
    public record Point(int at, double picoseconds) {}

    private static final Couplings CRITICAL = new Couplings(0.44068679350977147, 0, 0);
    private static final int SHORTEST = 64;
    private static final int LONGEST_BLOCK = 16_384;
    private static final int CUT = 4096;
    private static final double BYTES_A_SITE = 0.3;

    /** Measures: lengths double from 64 up to 65536 or what the memory takes, blocks from 1 to 256. */
    public static Curve measure() {
        List<Point> lengths = IntStream.iterate(SHORTEST, length -> 2 * length)
                .limit(11)
                .filter(length ->
                        BYTES_A_SITE * length * length < Runtime.getRuntime().maxMemory() / 2.0)
                .mapToObj(length -> new Point(length, cost(cut(length, Math.max(1, length / LONGEST_BLOCK)))))
                .toList();
        List<Point> blocks = IntStream.of(1, 2, 4, 8, 16)
                .mapToObj(parts -> new Point(parts * parts, cost(cut(CUT, parts))))
                .toList();
        return new Curve(lengths, blocks);
    }

    private static Cut cut(int length, int parts) {
        return new Cut(new Lattice(length, length, Boundary.TORUS), parts, parts);
    }

    private static double cost(Cut cut) {
        Ising model = new Ising();
        Kernel clear = Kernels.CATALOG.make("heat-bath", Map.of()).apply(model);
        Dynamics dynamics = new Dynamics(model, Kernels.fastest(clear, cut.lattice()), new Noise(1));
        Mosaic mosaic = new Mosaic(cut, dynamics, 1);
        return 1e3
                / Timing.ofThread(cut.lattice().sites(), () -> mosaic.run(1, CRITICAL))
                        .median();
    }
}
