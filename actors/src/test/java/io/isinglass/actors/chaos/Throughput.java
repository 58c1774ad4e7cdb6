package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** How fast a lattice is that two processes of one processor each share, beside the kernel alone on both. */
final class Throughput {

    private static final int SIDE = 8192;
    private static final Duration WINDOW = Duration.ofSeconds(8);
    private static final int RAW_SECONDS = 4;
    private static final int WINDOWS = 16;

    private Throughput() {}

    /** What a window found: the rate of the run, and those of the kernels alone on either processor, in flips a nanosecond. */
    private record Window(double rate, List<Double> alone) {

        double share() {
            return rate / (alone.get(0) + alone.get(1));
        }

        /** Two equal halves that wait for each other are no faster than twice the slower. */
        double shareOfSlower() {
            return rate / (2 * Math.min(alone.get(0), alone.get(1)));
        }
    }

    static void two(Chaos.Dose dose) throws Exception {
        List<String> overrides = List.of(
                "lattice.rows=" + SIDE,
                "lattice.columns=" + SIDE,
                "lattice.blocks=8x1",
                "schedule.sweeps=50",
                "schedule.view=0",
                "schedule.lag=2",
                "schedule.epochs=1000000");
        Trial trial = new Trial("ising-critical.yaml", overrides);
        JsonNode plan = plan(overrides);
        List<Window> windows = new ArrayList<>();
        try (Network network = new Network(2)) {
            List<Host> hosts = List.of(
                    network.hosts().get(0).pinned(0), network.hosts().get(1).pinned(1));
            try (Place place = new Place("throughput", hosts, List.of("-Xmx1g"))) {
                String id = place.begin(trial);
                Place.await("the compilers are done", () -> sweeps(place, id) > 12_000);
                turn(place, id, "pause");
                try (RawKernel alone = new RawKernel(SIDE / 2, SIDE, 0, 1)) {
                    long bytes = network.received(0) + network.received(1);
                    long before = sweeps(place, id);
                    for (int window = 0; window < WINDOWS; window++) {
                        windows.add(window(place, id, alone, dose));
                    }
                    bytes = network.received(0) + network.received(1) - bytes;
                    dose.say(
                            "%d bytes a sweep on the wire, %d planned as halos",
                            bytes / (sweeps(place, id) - before),
                            plan.at("/halo/bytes_per_sweep").asLong());
                }
            }
        }
        dose.say(
                "%s %% of the kernels alone (wanted: 85)",
                percent(windows.stream().mapToDouble(Window::share)));
        dose.say("%s %% of twice the slower", percent(windows.stream().mapToDouble(Window::shareOfSlower)));
        dose.say("planned: %.1f sweeps/s", plan.at("/sweeps_per_second/value").asDouble());
    }

    /** The mean of what the windows found with its error, and their median. */
    private static String percent(DoubleStream shares) {
        double[] sorted = shares.sorted().toArray();
        double mean = DoubleStream.of(sorted).average().orElseThrow();
        double squares = DoubleStream.of(sorted)
                .map(share -> (share - mean) * (share - mean))
                .sum();
        double error = Math.sqrt(squares / (WINDOWS - 1) / WINDOWS);
        return "%.1f ± %.1f (median %.0f)".formatted(100 * mean, 100 * error, 100 * sorted[WINDOWS / 2]);
    }

    /**
     * The two are measured by turns, the run standing still while the kernels go: a machine that is shared is as fast for the one
     * as for the other only at about the same time. The kernels go before and after, and their rates are averaged.
     */
    private static Window window(Place place, String id, RawKernel kernels, Chaos.Dose dose) throws Exception {
        List<Double> before = kernels.rates(RAW_SECONDS / 2);
        long stood = sweeps(place, id);
        turn(place, id, "resume");
        Place.await("it goes on", () -> sweeps(place, id) > stood + 100);
        Instant began = Instant.now();
        long sweeps = sweeps(place, id);
        LockSupport.parkNanos(WINDOW.toNanos());
        double swept = sweeps(place, id) - sweeps;
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        turn(place, id, "pause");
        standsStill(place, id);
        List<Double> after = kernels.rates(RAW_SECONDS / 2);
        Window window = new Window(
                swept / seconds * SIDE * SIDE / 1e9,
                List.of((before.get(0) + after.get(0)) / 2, (before.get(1) + after.get(1)) / 2));
        dose.say(
                "%.1f sweeps/s, %.2f flips/ns, kernels alone %.2f + %.2f: %.0f %%, of twice the slower %.0f %%",
                swept / seconds,
                window.rate(),
                window.alone().get(0),
                window.alone().get(1),
                100 * window.share(),
                100 * window.shareOfSlower());
        return window;
    }

    /** Epochs that are under way are finished. */
    private static void standsStill(Place place, String id) {
        AtomicLong last = new AtomicLong(-1);
        Place.await("it stands still", () -> {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            long now = sweeps(place, id);
            return last.getAndSet(now) == now;
        });
    }

    private static void turn(Place place, String id, String knob) {
        Place.await(
                "it is told to " + knob,
                () -> place.pod(0).post("api/v1/runs/" + id + "/" + knob).status() / 100 == 2);
    }

    private static long sweeps(Place place, String run) {
        return place.pod(0).view(run).path("sweeps").asLong();
    }

    private static JsonNode plan(List<String> overrides) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Place.PROGRAM.toString(), "plan", "ising-critical.yaml", "--nodes", "2", "--cores", "1", "--json"));
        overrides.forEach(override -> command.addAll(List.of("--set", override)));
        Process process = new ProcessBuilder(command).start();
        JsonNode plan = Pod.JSON.readTree(process.getInputStream());
        process.waitFor();
        return plan;
    }
}
