package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import java.util.concurrent.TimeUnit;
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

/** Sites of φ⁴ that a kernel moves, and those that it measures, in a microsecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Phi4Benchmark {

    private static final int LENGTH = 1024;

    @Param({"heat-bath", "metropolis"})
    public String rule;

    @Param({"clear", "fastest"})
    public String form;

    private final Couplings couplings = new Couplings(0.5, -0.4, 0.3, 0.1);
    private Kernel kernel;
    private Field field;
    private long sweep;

    @Setup
    public void start() {
        Lattice lattice = new Lattice(LENGTH, LENGTH, Boundary.OPEN);
        Phi4 model = new Phi4(1);
        ClearKernel clear = rule.equals("heat-bath") ? new HeatBath(model) : new Metropolis(model);
        kernel = form.equals("clear") ? clear : Kernels.fastest(clear, lattice);
        field = kernel.field(Patch.of(lattice));
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH * LENGTH)
    public long move() {
        Noise noise = new Noise(1);
        kernel.move(field, couplings, noise.dice(0, sweep, 0), 0);
        kernel.move(field, couplings, noise.dice(0, sweep, 1), 1);
        return sweep++;
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH * LENGTH)
    public Series measure() {
        Series series = Series.zeros(1, 4);
        kernel.measure(field, series, 0);
        return series;
    }
}
