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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The kernel of packed spins by itself, in a process on each of some processors, all at the same time, by the clock. */
final class RawKernel implements AutoCloseable {

    private static final Couplings CRITICAL = new Couplings(0.44068679350977147, 0, 0);
    private static final int WARM_UP_SECONDS = 5;

    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> answers = new ArrayList<>();

    /** Processes on these processors, each with a field of its own; they have warmed up and stand still. */
    RawKernel(int rows, int columns, int... processors) throws IOException {
        for (int processor : processors) {
            Process process = new ProcessBuilder(
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
                            Integer.toString(columns))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            processes.add(process);
            answers.add(process.inputReader());
        }
        rates(WARM_UP_SECONDS);
    }

    /** A process: rows and columns of its field; for each line with a number of seconds it answers with flips a nanosecond. */
    public static void main(String[] args) throws IOException {
        Lattice lattice = new Lattice(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Boundary.TORUS);
        Kernel kernel = Kernels.fastest(new HeatBath(new Ising()), lattice);
        Field field = kernel.field(Patch.of(lattice));
        for (int y = 0; y < lattice.rows(); y++) {
            for (int x = 0; x < lattice.columns(); x++) {
                field.set(0, y, x, 1);
            }
        }
        long sweeps = 0;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            long begin = System.nanoTime();
            long swept = sweep(kernel, field, sweeps, Duration.ofSeconds(Long.parseLong(order)));
            double elapsed = System.nanoTime() - begin;
            sweeps += swept;
            System.out.println((double) swept * lattice.sites() / elapsed);
        }
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

    /** Flips a nanosecond of each process, while all of them go for some seconds. */
    List<Double> rates(int seconds) throws IOException {
        for (Process process : processes) {
            process.outputWriter().write(seconds + "\n");
            process.outputWriter().flush();
        }
        List<Double> rates = new ArrayList<>();
        for (BufferedReader answer : answers) {
            rates.add(Double.parseDouble(answer.readLine()));
        }
        return rates;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
