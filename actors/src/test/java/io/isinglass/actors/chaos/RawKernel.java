package io.isinglass.actors.chaos;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kernel of packed spins by itself, in a process on each of some processors, all at the same time, by the clock. */
final class RawKernel {

    private static final Couplings CRITICAL = new Couplings(0.44068679350977147, 0, 0);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private RawKernel() {}

    /** Flips a nanosecond of one process: rows and columns of its field, and for how many seconds. */
    public static void main(String[] args) {
        Lattice lattice = new Lattice(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Boundary.TORUS);
        Kernel kernel = Kernels.fastest(new HeatBath(new Ising()), lattice);
        Field field = kernel.field(Patch.of(lattice));
        for (int y = 0; y < lattice.rows(); y++) {
            for (int x = 0; x < lattice.columns(); x++) {
                field.set(0, y, x, 1);
            }
        }
        long sweeps = sweep(kernel, field, 0, WARM_UP);
        long begin = System.nanoTime();
        long swept = sweep(kernel, field, sweeps, Duration.ofSeconds(Integer.parseInt(args[2])));
        double elapsed = System.nanoTime() - begin;
        System.out.println((double) swept * lattice.sites() / elapsed);
    }

    private static long sweep(Kernel kernel, Field field, long from, Duration time) {
        Noise noise = new Noise(1);
        long end = System.nanoTime() + time.toNanos();
        long sweep = from;
        while (System.nanoTime() < end) {
            for (int colour = 0; colour < 2; colour++) {
                kernel.move(field, CRITICAL, noise.dice(0, sweep, colour), colour);
            }
            sweep++;
        }
        return sweep - from;
    }

    /** Flips a nanosecond of each process, while all of them go. */
    static List<Double> rates(int rows, int columns, int seconds, int... processors)
            throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int processor : processors) {
            processes.add(new ProcessBuilder(
                            "taskset",
                            "-c",
                            Integer.toString(processor),
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RawKernel.class.getName(),
                            Integer.toString(rows),
                            Integer.toString(columns),
                            Integer.toString(seconds))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        List<Double> rates = new ArrayList<>();
        for (Process process : processes) {
            rates.add(Double.parseDouble(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()));
            process.waitFor(1, TimeUnit.MINUTES);
        }
        return rates;
    }
}
