package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Constants;
import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Estimate;
import io.isinglass.actors.plan.Fleet;
import io.isinglass.actors.plan.Measured;
import io.isinglass.actors.plan.Prediction;
import io.isinglass.actors.plan.Work;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is predicted of runs on one node beside how fast they are; neither commits nor snapshots are among it. */
public final class Comparison {

    private static final int PARTS = 4;
    private static final int WINDOWS = 7;
    private static final double WINDOW = 0.4;
    private static final double NEVER = 1e6;

    /** One line: sweeps a second of a square lattice in 4 × 4 blocks on so many threads. */
    public record Line(String model, int length, int threads, Estimate predicted, Estimate measured) {

        public double ratio() {
            return predicted.value() / measured.value();
        }
    }

    private record Subject(String model, String kernel, int length, Couplings couplings) {}

    private final Constants constants;

    /** Of what these constants predict. */
    public Comparison(Constants constants) {
        this.constants = constants.with(Cost.COMMIT, Measured.exact(0));
    }

    /** All lines; each is measured when its turn comes. */
    public Stream<Line> lines(int threads) {
        Couplings field = new Couplings(1, 1.65, 0.125, 0);
        Couplings critical = new Couplings(KernelCosts.GIVEN, 0, 0);
        return Stream.concat(
                        IntStream.of(1024, 2048, 4096, 8192)
                                .mapToObj(length -> new Subject("ising", "heat-bath", length, critical)),
                        Stream.of(
                                new Subject("phi4", "metropolis", 1024, field),
                                new Subject("phi4", "heat-bath", 1024, field)))
                .flatMap(subject -> IntStream.rangeClosed(1, threads).mapToObj(count -> line(subject, count)));
    }

    private Line line(Subject subject, int threads) {
        Model model = Models.CATALOG.make(subject.model(), Map.of());
        Kernel clear = Kernels.CATALOG.make(subject.kernel(), Map.of()).apply(model);
        Lattice lattice = new Lattice(subject.length(), subject.length(), Boundary.TORUS);
        Dynamics dynamics = new Dynamics(model, Kernels.fastest(clear, lattice), new Noise(1));
        Cut cut = new Cut(lattice, PARTS, PARTS);
        Work work = new Work(
                subject.model(),
                subject.kernel(),
                !dynamics.kernel().equals(clear),
                model.values(),
                dynamics.kernel().bytesPerSite(),
                model.terms().size(),
                cut,
                1,
                1,
                0);
        Estimate predicted = Prediction.of(work, new Fleet(1, threads, 64, NEVER, 1), constants)
                .sweepsPerSecond();
        int sweeps = (int) Math.max(1, WINDOW * predicted.value());
        return new Line(
                subject.model() + " " + subject.kernel(),
                subject.length(),
                threads,
                predicted,
                measured(cut, dynamics, subject.couplings(), sweeps, threads));
    }

    private static Estimate measured(Cut cut, Dynamics dynamics, Couplings couplings, int sweeps, int threads) {
        double[] rates = new double[WINDOWS];
        try (ActorRate actors = new ActorRate(cut, dynamics, couplings, sweeps, threads)) {
            for (int window = -2; window < WINDOWS; window++) {
                long begin = System.nanoTime();
                actors.epoch();
                if (window >= 0) {
                    rates[window] = 1e9 * sweeps / (System.nanoTime() - begin);
                }
            }
        }
        Timing timing = new Timing(rates);
        return new Estimate(timing.median(), timing.low(), timing.high());
    }
}
