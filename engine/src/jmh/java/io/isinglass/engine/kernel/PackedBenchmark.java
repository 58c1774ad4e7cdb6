package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
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
import org.openjdk.jmh.annotations.Warmup;

/** Time of a sweep of packed spins near the critical point, and of measuring them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PackedBenchmark {

    /** Depth, rows and columns. */
    @Param({"1x1024x1024", "1x4096x4096", "256x256x256"})
    public String size;

    @Param({"heat-bath", "metropolis"})
    public String rule;

    @Param({"TORUS", "OPEN"})
    public Boundary boundary;

    private final Noise noise = new Noise(1);
    private final Series series = Series.zeros(1, 3);
    private Kernel kernel;
    private Field field;
    private Couplings couplings;
    private long sweep;

    @Setup
    public void start() {
        String[] lengths = size.split("x", -1);
        int depth = Integer.parseInt(lengths[0]);
        Lattice lattice =
                new Lattice(depth, Integer.parseInt(lengths[1]), Integer.parseInt(lengths[2]), boundary, Bonds.NEAREST);
        Kernel clear = rule.equals("metropolis") ? new Metropolis(new Ising()) : new HeatBath(new Ising());
        kernel = Kernels.fastest(clear, lattice);
        field = kernel.field(Patch.of(lattice));
        couplings = new Couplings(depth > 1 ? 0.2216546 : 0.4406868, 0, 0);
    }

    /** Both colours, with the halo as it is. */
    @Benchmark
    public Field sweep() {
        for (int colour = 0; colour < 2; colour++) {
            kernel.move(field, couplings, noise.dice(0, sweep, colour), colour);
        }
        sweep++;
        return field;
    }

    @Benchmark
    public Series measure() {
        kernel.measure(field, series, 0);
        return series;
    }
}
