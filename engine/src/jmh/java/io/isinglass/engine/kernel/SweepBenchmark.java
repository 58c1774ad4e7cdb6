package io.isinglass.engine.kernel;

import io.isinglass.engine.Pair;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import java.util.List;
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

/** Sites that the clear kernels move and measure in a microsecond, on one lattice of 256 × 256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SweepBenchmark {

    private static final int LENGTH = 256;

    @Param({
        "ising by heat-bath",
        "ising by metropolis",
        "phi4 by heat-bath",
        "phi4 by metropolis",
        "mean-field by coordinate-ascent",
        "mean-field by black-box"
    })
    public String pair;

    private Mosaic mosaic;
    private Couplings couplings;

    @Setup
    public void start() {
        Pair found = Pair.all()
                .filter(each -> each.toString().equals(pair))
                .findFirst()
                .orElseThrow();
        couplings = found.couplings();
        Cut cut = new Cut(new Lattice(LENGTH, LENGTH, Boundary.TORUS), 1, 1);
        mosaic = found.mosaic(cut, 1, new double[0], 1);
        mosaic.restart(0, Start.DISORDERED);
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH * LENGTH)
    public List<Series> sweep() {
        return mosaic.run(1, couplings);
    }
}
