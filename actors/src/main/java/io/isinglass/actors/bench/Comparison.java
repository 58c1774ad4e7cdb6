package io.isinglass.actors.bench;

import com.sun.management.OperatingSystemMXBean;
import io.isinglass.actors.plan.Constants;
import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Estimate;
import io.isinglass.actors.plan.Fleet;
import io.isinglass.actors.plan.Measured;
import io.isinglass.actors.plan.Prediction;
import io.isinglass.actors.plan.Work;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Reach;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is predicted of runs on one node beside how fast they are; neither commits nor snapshots are among it. */
public final class Comparison {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int PARTS = 4;
    private static final int WINDOWS = 7;
    private static final double WINDOW = 0.4;
    private static final double NEVER = 1e6;

    /**
     * One line: sweeps a second of a square lattice in 4 × 4 blocks on so many threads.
     *
     * @param cores that the process had meanwhile: fewer than threads, where it shares the machine with others
     */
    public record Line(String model, int length, int threads, Estimate predicted, Estimate measured, double cores) {

        public double ratio() {
            return predicted.value() / measured.value();
        }

        /** The ratio to what would have been measured, had there been a core for each thread. */
        public double ratioOfCores() {
            return ratio() * Math.min(1, cores / threads);
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
                0,
                Reach.of(cut, dynamics, 1, 1));
        Estimate predicted = Prediction.of(work, new Fleet(1, threads, 64, NEVER, 1), constants)
                .sweepsPerSecond();
        return line(subject, threads, predicted, cut, dynamics);
    }

    private static Line line(Subject subject, int threads, Estimate predicted, Cut cut, Dynamics dynamics) {
        int sweeps = (int) Math.max(1, WINDOW * predicted.value());
        String name = subject.model() + " " + subject.kernel();
        double[] rates = new double[WINDOWS];
        double[] cores = new double[WINDOWS];
        try (ActorRate actors = new ActorRate(cut, dynamics, subject.couplings(), sweeps, threads)) {
            for (int window = -2; window < WINDOWS; window++) {
                long begin = System.nanoTime();
                long used = PROCESS.getProcessCpuTime();
                actors.epoch();
                double taken = System.nanoTime() - begin;
                if (window >= 0) {
                    rates[window] = 1e9 * sweeps / taken;
                    cores[window] = (PROCESS.getProcessCpuTime() - used) / taken;
                }
            }
        }
        Timing timing = new Timing(rates);
        Estimate measured = new Estimate(timing.median(), timing.low(), timing.high());
        return new Line(name, subject.length(), threads, predicted, measured, new Timing(cores).median());
    }
}
