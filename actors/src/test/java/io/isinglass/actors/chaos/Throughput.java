package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How fast a lattice is that two processes of one processor each share, beside the kernel alone on both. */
final class Throughput {

    private static final int SIDE = 8192;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int WINDOWS = 3;

    private Throughput() {}

    static void two(Chaos.Dose dose) throws Exception {
        List<String> overrides = List.of(
                "lattice.rows=" + SIDE,
                "lattice.columns=" + SIDE,
                "lattice.blocks=2x1",
                "schedule.sweeps=50",
                "schedule.view=0",
                "schedule.epochs=1000000");
        Trial trial = new Trial("ising-critical.yaml", overrides);
        JsonNode plan = plan(overrides);
        List<Double> rates = new ArrayList<>();
        try (Network network = new Network(2)) {
            List<Host> hosts = List.of(
                    network.hosts().get(0).pinned(0), network.hosts().get(1).pinned(1));
            try (Place place = new Place("throughput", hosts, List.of("-Xmx1g"))) {
                String id = place.begin(trial);
                Place.await("it is warm", () -> sweeps(place, id) > 2000);
                for (int window = 0; window < WINDOWS; window++) {
                    long bytes = network.received(0) + network.received(1);
                    Instant began = Instant.now();
                    long sweeps = sweeps(place, id);
                    LockSupport.parkNanos(WINDOW.toNanos());
                    double swept = sweeps(place, id) - sweeps;
                    double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
                    rates.add(swept / seconds);
                    dose.say(
                            "%.1f sweeps/s, %.2f flips/ns; %.0f bytes a sweep on the wire, %d planned as halos",
                            swept / seconds,
                            swept / seconds * SIDE * SIDE / 1e9,
                            (network.received(0) + network.received(1) - bytes) / swept,
                            plan.at("/halo/bytes_per_sweep").asLong());
                }
            }
        }
        double raw = raw(0, 1);
        double rate = rates.stream().sorted().toList().get(WINDOWS / 2) * SIDE * SIDE / 1e9;
        dose.say(
                "two processes %.2f flips/ns, kernels alone on both processors at once %.2f: %.0f %% (wanted: 85)",
                rate, raw, 100 * rate / raw);
        dose.say("planned: %.1f sweeps/s", plan.at("/sweeps_per_second/value").asDouble());
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

    /** Flips a nanosecond of the kernel alone, in a process on each of these processors at the same time, together. */
    private static double raw(int... processors) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int processor : processors) {
            processes.add(new ProcessBuilder(
                            "taskset", "-c", Integer.toString(processor), Place.PROGRAM.toString(), "bench", "--json")
                    .start());
        }
        double raw = 0;
        for (Process process : processes) {
            for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode figure = Pod.JSON.readTree(line);
                if (figure.path("name").asText().equals("ising2d-4096")) {
                    raw += figure.path("value").asDouble();
                }
            }
            process.waitFor(1, TimeUnit.MINUTES);
        }
        return raw;
    }
}
