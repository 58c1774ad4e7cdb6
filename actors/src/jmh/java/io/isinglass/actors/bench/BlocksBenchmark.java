package io.isinglass.actors.bench;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Epochs of {@value #SWEEPS} sweeps a second of four blocks in actors, by the length of a block. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BlocksBenchmark {

    private static final int SWEEPS = 32;

    @Param({"64", "512", "1024", "2048"})
    public int length;

    private ActorRate blocks;

    @Setup
    public void start() {
        Lattice lattice = new Lattice(2 * length, 2 * length, Boundary.TORUS);
        Ising model = new Ising();
        Dynamics dynamics = new Dynamics(model, Kernels.fastest(new HeatBath(model), lattice), new Noise(1));
        blocks = new ActorRate(new Cut(lattice, 2, 2), dynamics, new Couplings(0.44, 0, 0), SWEEPS, 0);
    }

    @Benchmark
    public void epoch() {
        blocks.epoch();
    }

    @TearDown
    public void stop() {
        blocks.close();
    }
}
