package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How fast a lattice is that two processes of one processor each share, beside the kernel alone on both. */
final class Throughput {

    private static final int SIDE = 8192;
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int WINDOWS = 5;

    private Throughput() {}

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
        List<Double> shares = new ArrayList<>();
        try (Network network = new Network(2)) {
            List<Host> hosts = List.of(
                    network.hosts().get(0).pinned(0), network.hosts().get(1).pinned(1));
            try (Place place = new Place("throughput", hosts, List.of("-Xmx1g"))) {
                String id = place.begin(trial);
                Place.await("the compilers are done", () -> sweeps(place, id) > 12_000);
                for (int window = 0; window < WINDOWS; window++) {
                    double share = window(place, network, id, plan, dose);
                    shares.add(share);
                }
            }
        }
        double median = shares.stream().sorted().toList().get(WINDOWS / 2);
        dose.say("%.0f %% of the kernels alone (wanted: 85)", 100 * median);
        dose.say("planned: %.1f sweeps/s", plan.at("/sweeps_per_second/value").asDouble());
    }

    /**
     * What part of the rate of the kernels alone the run has. The two are measured by turns, the run standing still while the
     * kernels go: a machine that is shared is as fast for the one as for the other only at about the same time.
     */
    private static double window(Place place, Network network, String id, JsonNode plan, Chaos.Dose dose)
            throws Exception {
        long bytes = network.received(0) + network.received(1);
        Instant began = Instant.now();
        long sweeps = sweeps(place, id);
        LockSupport.parkNanos(WINDOW.toNanos());
        double swept = sweeps(place, id) - sweeps;
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        double rate = swept / seconds * SIDE * SIDE / 1e9;
        bytes = network.received(0) + network.received(1) - bytes;
        turn(place, id, "pause");
        List<Double> each = RawKernel.rates(SIDE / 2, SIDE, (int) WINDOW.toSeconds() / 2, 0, 1);
        double raw = each.get(0) + each.get(1);
        double even = 2 * Math.min(each.get(0), each.get(1));
        turn(place, id, "resume");
        Place.await("it goes on", () -> sweeps(place, id) > sweeps + swept + 200);
        dose.say(
                "%.1f sweeps/s, %.2f flips/ns, kernels alone on both processors at once %.2f + %.2f: %.0f %%,"
                        + " of twice the slower %.0f %%; %.0f bytes a sweep on the wire, %d planned as halos",
                swept / seconds,
                rate,
                each.get(0),
                each.get(1),
                100 * rate / raw,
                100 * rate / even,
                bytes / swept,
                plan.at("/halo/bytes_per_sweep").asLong());
        return rate / raw;
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
