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
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The headline table: how fast what is, and by what factor faster than the clear kernel on the same machine. */
public final class Benchmarks {

    private static final Couplings CRITICAL = new Couplings(0.44068679350977147, 0, 0);
    private static final Subject SPINS = Subject.of("ising", "heat-bath", CRITICAL);
    private static final Subject CUBE = Subject.of("ising", "heat-bath", new Couplings(0.221654626, 0, 0));
    private static final Subject GLASS = Subject.of("ising", "metropolis", CRITICAL);
    private static final Subject CLUSTERS = Subject.of("ising", "wolff", CRITICAL);
    private static final Subject FIELD = Subject.of("phi4", "metropolis", new Couplings(1, 1.65, 0.125, 0));
    private static final Lattice SMALL = square(256);
    private static final Lattice SMALL_CUBE = cube(48);
    private static final int CLUSTERED = 64;
    private static final int CLUSTER_SWEEPS = 20_000;
    private static final int LOCAL_SWEEPS = 300_000;
    private static final int READS = 64;
    private static final int GRAPH_SITES = 800;
    private static final int GRAPH_BONDS = 19_176;
    private static final int COLD_SWEEPS = 80;
    private static final int SWEEPS_A_STEP = 4;
    private static final int LARGE = 16_384;
    private static final int SMALLER = 1024;

    private final int threads;
    private final Map<Subject, Double> clearRates = new HashMap<>();

    /** @param threads for the kernels of the blocks in actors */
    public Benchmarks(int threads) {
        this.threads = threads;
    }

    /** All lines in the order of the table; each is measured when its turn comes. */
    public Stream<Figure> figures() {
        List<Supplier<Figure>> all = List.of(
                () -> sites("ising2d-1024", SPINS, square(1024), SMALL, "flips/ns"),
                () -> sites("ising2d-4096", SPINS, square(4096), SMALL, "flips/ns"),
                () -> sites("ising3d-256", CUBE, cube(256), SMALL_CUBE, "flips/ns"),
                () -> sites("phi4-1024", FIELD, square(1024), SMALL, "sites/ns"),
                this::anneal,
                () -> actors("actors-512", 512, 1024),
                () -> actors("actors-1024", 1024, 1024),
                () -> actors("actors-2048", 2048, 2048),
                this::wolff,
                () -> new Ingestion(threads, Ingestion.Size.SMALL).read(),
                () -> new Ingestion(threads, Ingestion.Size.SMALL).learn(),
                () -> new Ingestion(threads, Ingestion.Size.DENSE).learn(),
                () -> new Serving(threads).answer(),
                this::memory);
        return all.stream().map(Supplier::get);
    }

    private static Lattice square(int length) {
        return new Lattice(length, length, Boundary.TORUS);
    }

    private static Lattice cube(int length) {
        return new Lattice(length, length, length, Boundary.TORUS, Bonds.NEAREST);
    }

    /** What is swept: a model under couplings by a kernel, in the clear form and in the fastest. */
    private record Subject(Model model, Kernel clear, Couplings couplings) {

        static Subject of(String model, String kernel, Couplings couplings) {
            Model made = Models.CATALOG.make(model, Map.of());
            return new Subject(made, Kernels.CATALOG.make(kernel, Map.of()).apply(made), couplings);
        }

        Torus slow(Lattice lattice, int chains) {
            return new Torus(model, clear, lattice, couplings, chains);
        }

        Torus fast(Lattice lattice, int chains) {
            return new Torus(model, Kernels.fastest(clear, lattice), lattice, couplings, chains);
        }
    }

    /** Sites moved a nanosecond by the clear kernel. */
    private double clearRate(Subject subject, Lattice lattice) {
        return clearRates.computeIfAbsent(
                subject,
                _ -> Timing.ofThread(lattice.sites(), subject.slow(lattice, 1)::sweep)
                        .median());
    }

    private Figure sites(String name, Subject subject, Lattice lattice, Lattice small, String unit) {
        double clear = clearRate(subject, small);
        Timing fast = Timing.ofThread(lattice.sites(), subject.fast(lattice, 1)::sweep);
        return new Figure(name, fast, unit, fast.median() / clear);
    }

    /** A graph of ±1 bonds cooled in steps, in 64 reads. */
    private Figure anneal() {
        Lattice lattice = new Lattice(graph());
        Torus slow = GLASS.slow(lattice, 1);
        Timing one = Timing.ofThread(COLD_SWEEPS, () -> cool(slow));
        Torus fast = GLASS.fast(lattice, READS);
        Timing all = Timing.ofThread(READS * COLD_SWEEPS, () -> cool(fast));
        return new Figure("anneal-800", all.times(1e3), "M read-sweeps/s", all.median() / one.median());
    }

    private static void cool(Torus torus) {
        for (int sweep = 0; sweep < COLD_SWEEPS; sweep++) {
            if (sweep % SWEEPS_A_STEP == 0) {
                torus.turn(new Couplings(0.6 * (sweep + 1) / COLD_SWEEPS, 0, 0));
            }
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
        Kernel kernel = Kernels.fastest(SPINS.clear(), cut.lattice());
        Dynamics dynamics = new Dynamics(SPINS.model(), kernel, new Noise(20261123));
        return new Efficiency(cut, dynamics, SPINS.couplings(), threads).figure(name, clearRate(SPINS, SMALL));
    }

    /** Independent samples of |m| a second at the critical point, by clusters and by the clear heat bath. */
    private Figure wolff() {
        Lattice lattice = square(CLUSTERED);
        Torus clusters = CLUSTERS.slow(lattice, 1);
        Timing perSweep = Timing.ofThread(1, clusters::measuredSweep);
        double wolff = 1e9 * perSweep.median() / (2 * tau(clusters, CLUSTER_SWEEPS));

        // The fast heat bath has the bits of the clear one, and so its autocorrelation.
        double localTau = tau(SPINS.fast(lattice, 1), LOCAL_SWEEPS);
        double local = 1e9 * clearRate(SPINS, SMALL) / lattice.sites() / (2 * localTau);
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
        double bytes = bytes(SPINS::fast, LARGE);
        return new Figure("bytes-per-spin", bytes, bytes, bytes, "bytes/spin", bytes(SPINS::slow, SMALLER) / bytes);
    }

    private static double bytes(BiFunction<Lattice, Integer, Torus> form, int length) {
        long before = used();
        Torus torus = form.apply(square(length), 1);
        torus.measuredSweep();
        double added = used() - before;
        torus.sweep();
        return added / length / length;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
