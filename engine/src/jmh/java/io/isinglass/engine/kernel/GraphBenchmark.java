package io.isinglass.engine.kernel;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sweeps of single reads a second: 64 chains of a random graph of 800 sites and 19 176 bonds, clear and grouped. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GraphBenchmark {

    private static final int SITES = 800;
    private static final int BONDS = 19_176;
    private static final int READS = 64;

    @Param({"heat-bath", "metropolis"})
    public String kernel;

    @Param({"plus-minus", "real"})
    public String weights;

    @Param({"clear", "fastest"})
    public String form;

    private Tile tile;
    private long step;
    private final Couplings couplings = new Couplings(0.3, 0, 0);
    private final List<Series> series =
            Stream.generate(() -> Series.zeros(1, 3)).limit(READS).toList();

    @Setup
    public void start() {
        Lattice lattice = new Lattice(graph());
        Kernel clear = kernel.equals("metropolis") ? new Metropolis(new Ising()) : new HeatBath(new Ising());
        Kernel chosen = form.equals("clear") ? clear : Kernels.fastest(clear, lattice);
        tile = new Tile(Patch.of(lattice), new Dynamics(new Ising(), chosen, new Noise(1)), READS);
        for (int chain = 0; chain < READS; chain++) {
            tile.restart(chain, Start.DISORDERED, 0);
        }
    }

    private Graph graph() {
        SplittableRandom random = new SplittableRandom(1);
        Set<List<Integer>> pairs = new LinkedHashSet<>();
        while (pairs.size() < BONDS) {
            int one = random.nextInt(SITES);
            int other = random.nextInt(SITES);
            if (one != other) {
                pairs.add(List.of(Math.min(one, other), Math.max(one, other)));
            }
        }
        List<Graph.Bond> bonds = new ArrayList<>();
        for (List<Integer> pair : pairs) {
            double weight = weights.equals("real") ? random.nextDouble(-1, 1) : random.nextBoolean() ? 1 : -1;
            bonds.add(new Graph.Bond(pair.getFirst(), pair.getLast(), weight));
        }
        return new Graph(SITES, bonds);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void sweep() {
        for (int colour = 0; colour < tile.steps(); colour++) {
            tile.move(step++, ChainCouplings.all(couplings));
        }
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public List<Series> sweepAndMeasure() {
        sweep();
        tile.measure(series, 0);
        return series;
    }
}
