package io.isinglass.actors.bench;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The headline table: how fast what is, and by what factor faster than the clear kernel on the same machine. */
public final class Benchmarks {

    private static final Couplings CRITICAL = new Couplings(0.44068679350977147, 0, 0);
    private static final Couplings CRITICAL_3D = new Couplings(0.221654626, 0, 0);
    private static final Couplings PHI4 = new Couplings(1, 1.65, 0.125, 0);
    private static final Lattice SMALL = square(256);
    private static final Lattice SMALL_CUBE = cube(48);
    private static final int CLUSTERED = 64;
    private static final int CLUSTERS = 20_000;
    private static final int LOCAL_SWEEPS = 300_000;
    private static final int READS = 64;
    private static final int GRAPH_SITES = 800;
    private static final int GRAPH_BONDS = 19_176;
    private static final int COLD_STEPS = 20;
    private static final int LARGE = 16_384;

    private final int threads;
    private final Map<String, Timing> clearRates = new HashMap<>();

    /** @param threads for the kernels of the blocks in actors */
    public Benchmarks(int threads) {
        this.threads = threads;
    }

    /** All lines in the order of the table; each is measured when its turn comes. */
    public Stream<Figure> figures() {
        List<Supplier<Figure>> all = List.of(
                () -> sites("ising2d-1024", square(1024), SMALL, CRITICAL, "ising", "flips/ns"),
                () -> sites("ising2d-4096", square(4096), SMALL, CRITICAL, "ising", "flips/ns"),
                () -> sites("ising3d-256", cube(256), SMALL_CUBE, CRITICAL_3D, "ising", "flips/ns"),
                () -> sites("phi4-1024", square(1024), SMALL, PHI4, "phi4", "sites/ns"),
                this::anneal,
                () -> actors("actors-512", 512, 1024),
                () -> actors("actors-1024", 1024, 1024),
                () -> actors("actors-2048", 2048, 2048),
                this::wolff,
                this::memory);
        return all.stream().map(Supplier::get);
    }

    private static Lattice square(int length) {
        return new Lattice(length, length, Boundary.TORUS);
    }

    private static Lattice cube(int length) {
        return new Lattice(length, length, length, Boundary.TORUS, Bonds.NEAREST);
    }

    private static Model model(String name) {
        return Models.CATALOG.make(name, Map.of());
    }

    private static Kernel clear(String kernel, Model model) {
        return Kernels.CATALOG.make(kernel, Map.of()).apply(model);
    }

    private static Torus torus(String model, Lattice lattice, Couplings couplings, boolean fast) {
        Model made = model(model);
        Kernel clear = clear("heat-bath", made);
        return new Torus(made, fast ? Kernels.fastest(clear, lattice) : clear, lattice, couplings, 1);
    }

    /** Sites moved a nanosecond by the clear kernel. */
    private Timing clearRate(String model, Lattice lattice, Couplings couplings) {
        return clearRates.computeIfAbsent(
                model + lattice, _ -> Timing.ofThread(lattice.sites(), torus(model, lattice, couplings, false)::sweep));
    }

    private Figure sites(String name, Lattice lattice, Lattice small, Couplings couplings, String model, String unit) {
        Timing clear = clearRate(model, small, couplings);
        Timing fast = Timing.ofThread(lattice.sites(), torus(model, lattice, couplings, true)::sweep);
        return new Figure(name, fast, unit, fast.median() / clear.median());
    }

    /** A graph of ±1 bonds cooled in steps, in 64 reads. */
    private Figure anneal() {
        Lattice lattice = new Lattice(graph());
        Model ising = model("ising");
        Kernel clear = clear("metropolis", ising);
        Torus slow = new Torus(ising, clear, lattice, CRITICAL, 1);
        Timing one = Timing.ofThread(COLD_STEPS, () -> cool(slow));
        Torus fast = new Torus(ising, Kernels.fastest(clear, lattice), lattice, CRITICAL, READS);
        Timing all = Timing.ofThread(READS * COLD_STEPS, () -> cool(fast));
        return new Figure("anneal-800", all.times(1e3), "M read-sweeps/s", all.median() / one.median());
    }

    private static void cool(Torus torus) {
        for (int step = 1; step <= COLD_STEPS; step++) {
            torus.turn(new Couplings(0.6 * step / COLD_STEPS, 0, 0));
            torus.sweep();
        }
    }

    private static Graph graph() {
        Noise noise = new Noise(1);
        var dice = noise.dice(0, 0, Noise.BONDS);
        dice.row(0);
        Set<Long> taken = new HashSet<>();
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int draw = 0; bonds.size() < GRAPH_BONDS; draw++) {
            int one = (int) (GRAPH_SITES * dice.uniform(0, draw));
            int other = (int) (GRAPH_SITES * dice.uniform(1, draw));
            if (one < other && taken.add((long) one * GRAPH_SITES + other)) {
                bonds.add(new Graph.Bond(one, other, dice.uniform(2, draw) < 0.5 ? -1 : 1));
            }
        }
        return new Graph(GRAPH_SITES, bonds);
    }

    /**
     * Four blocks as actors against the same tiles in as many threads without actors: both move, show edges and measure.
     */
    private Figure actors(String name, int rows, int columns) {
        Cut cut = new Cut(new Lattice(2 * rows, 2 * columns, Boundary.TORUS), 2, 2);
        Model ising = model("ising");
        Kernel kernel = Kernels.fastest(clear("heat-bath", ising), cut.lattice());
        Dynamics dynamics = new Dynamics(ising, kernel, new Noise(20261123));
        return new Efficiency(cut, dynamics, CRITICAL, threads)
                .figure(name, clearRate("ising", SMALL, CRITICAL).median());
    }

    /** Independent samples of |m| a second at the critical point, by clusters and by the clear heat bath. */
    private Figure wolff() {
        Lattice lattice = square(CLUSTERED);
        Model ising = model("ising");
        Torus clusters = new Torus(ising, clear("wolff", ising), lattice, CRITICAL, 1);
        Timing perSweep = Timing.ofThread(1, clusters::measuredSweep);
        double wolff = 1e9 * perSweep.median() / (2 * tau(clusters, CLUSTERS));

        // The fast heat bath has the bits of the clear one, and so its autocorrelation.
        double localTau = tau(torus("ising", lattice, CRITICAL, true), LOCAL_SWEEPS);
        double local = 1e9 * clearRate("ising", SMALL, CRITICAL).median() / lattice.sites() / (2 * localTau);
        double error = perSweep.high() / perSweep.median();
        return new Figure("wolff-ess", wolff, wolff / error, wolff * error, "samples/s", wolff / local);
    }

    private static double tau(Torus torus, int sweeps) {
        Bins bins = new Bins(1);
        for (int sweep = -sweeps / 10; sweep < sweeps; sweep++) {
            Series series = torus.measuredSweep().getFirst();
            if (sweep >= 0) {
                bins.add(new double[] {Math.abs(series.value(0, Ising.FIELD))});
            }
        }
        return bins.estimate(0).tau();
    }

    /** What a large lattice adds to the heap, halo, messages and all. */
    private Figure memory() {
        long before = used();
        Torus torus = torus("ising", square(LARGE), CRITICAL, true);
        torus.measuredSweep();
        double bytes = (double) (used() - before) / LARGE / LARGE;
        torus.sweep();
        Torus plain = null;
        long base = used();
        plain = torus("ising", square(1024), CRITICAL, false);
        plain.sweep();
        double clear = (double) (used() - base) / 1024 / 1024;
        plain.sweep();
        return new Figure("bytes-per-spin", bytes, bytes, bytes, "bytes/spin", clear / bytes);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
