package io.isinglass.actors.bench;

import com.sun.management.OperatingSystemMXBean;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Blocks in actors, against tiles of the same size in as many threads that know nothing of each other. */
final class Efficiency {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final double EPOCH = 60e6;
    private static final int WINDOWS = 9;

    private final Cut cut;
    private final Dynamics dynamics;
    private final Couplings couplings;
    private final int threads;

    Efficiency(Cut cut, Dynamics dynamics, Couplings couplings, int threads) {
        this.cut = cut;
        this.dynamics = dynamics;
        this.couplings = couplings;
        this.threads = threads;
    }

    /** The rate in actors as a part of the raw one, window by window in turns. */
    Figure figure(String name, double clearRate) {
        int sweeps = (int) Math.max(4, EPOCH * threads * 4 / cut.lattice().sites());
        double sites = (double) sweeps * cut.lattice().sites();
        double[] parts = new double[WINDOWS];
        double[] rates = new double[WINDOWS];
        compare(sweeps, System::nanoTime, (window, raw, acted) -> {
            parts[window] = raw / acted;
            rates[window] = sites / acted;
        });
        double rate = new Timing(rates).median() / threads;
        return new Figure(name, new Timing(parts), "of the raw kernel", rate / clearRate);
    }

    /** Nanoseconds of the processors that a half-sweep of a block takes more in actors. */
    Timing overhead(int sweeps) {
        double steps = (double) sweeps * cut.lattice().colours() * cut.count();
        double[] more = new double[WINDOWS];
        compare(sweeps, PROCESS::getProcessCpuTime, (window, raw, acted) -> more[window] = (acted - raw) / steps);
        return new Timing(more);
    }

    /** What takes note of one window: nanoseconds without actors, and with them. */
    @FunctionalInterface
    private interface Note {
        void take(int window, double raw, double acted);
    }

    private void compare(int sweeps, LongSupplier clock, Note note) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads);
                ActorRate blocks = new ActorRate(cut, dynamics, couplings, sweeps, threads)) {
            List<Alone> tiles =
                    IntStream.range(0, cut.count()).mapToObj(Alone::new).toList();
            for (int window = -3; window < WINDOWS; window++) {
                double raw = time(clock, () -> sweep(pool, tiles, sweeps));
                double acted = time(clock, blocks::epoch);
                if (window >= 0) {
                    note.take(window, raw, acted);
                }
            }
        }
    }

    private static double time(LongSupplier clock, Runnable work) {
        long begin = clock.getAsLong();
        work.run();
        return clock.getAsLong() - begin;
    }

    private void sweep(ExecutorService pool, List<Alone> tiles, int sweeps) {
        List<Future<?>> done = IntStream.range(0, threads)
                .<Future<?>>mapToObj(thread -> pool.submit(() -> {
                    for (int at = thread; at < tiles.size(); at += threads) {
                        tiles.get(at).sweep(sweeps);
                    }
                }))
                .toList();
        for (Future<?> each : done) {
            try {
                each.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A tile that shows its edges to itself. */
    private final class Alone {

        private final Tile tile;
        private long step;

        Alone(int index) {
            this.tile = new Tile(cut.patch(index), dynamics, 1);
            tile.restart(0, Start.DISORDERED, 0);
        }

        void sweep(int sweeps) {
            List<Series> series =
                    Arrays.asList(Series.zeros(sweeps, dynamics.model().terms().size()));
            for (int sweep = 0; sweep < sweeps; sweep++) {
                do {
                    for (Side side : cut.lattice().sides()) {
                        tile.halo(side, step, tile.edge(side.opposite(), step));
                    }
                    tile.move(step, ChainCouplings.all(couplings));
                } while (!tile.endsSweep(step++));
                tile.measure(series, sweep);
            }
        }
    }
}
