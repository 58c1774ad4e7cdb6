package io.isinglass.actors.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many small runs that live in one node: what memory each of them takes. */
final class Crowd {

    private static final int AT_ONCE = 8;
    private static final int MOST = 10_000;

    private Crowd() {}

    static void run(Chaos.Dose dose) throws Exception {
        Path folder = Place.scratch("crowd");
        Path config = Files.writeString(
                folder.resolve("crowd.conf"),
                "isinglass { store.path = \"%s\", http.max-runs = %d }".formatted(folder, MOST));
        Pod pod = new Pod(folder, 0, Host.loopback(1, 0).getFirst(), List.of("-Xmx6g"));
        // One block of 64 spins each; epochs are long enough that not everything is commits.
        Trial trial = new Trial(
                "ising-critical.yaml",
                List.of(
                        "lattice.rows=8",
                        "lattice.columns=8",
                        "lattice.blocks=1x1",
                        "schedule.epochs=1000000",
                        "schedule.sweeps=2000",
                        "schedule.view=0"));
        try {
            pod.start(config);
            Place.await("the pod is ready", () -> pod.get("ready").status() == 200);
            long empty = use(pod, dose, 0);
            int there = 0;
            for (int many : new int[] {100, 1000, MOST}) {
                Instant began = Instant.now();
                begin(pod, trial, many - there);
                dose.say(
                        "%d more runs in %d s",
                        many - there, Duration.between(began, Instant.now()).toSeconds());
                there = many;
                dose.say("%.1f kB of heap a run", (use(pod, dose, many) - empty) / 1e3 / many);
            }
        } finally {
            pod.kill();
        }
    }

    private static void begin(Pod pod, Trial trial, int count) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<String>> starts = new ArrayList<>();
            for (int run = 0; run < count; run++) {
                starts.add(() -> pod.begin(trial));
            }
            for (Future<String> start : clients.invokeAll(starts)) {
                start.get();
            }
        }
    }

    /** Bytes of heap after a collection, while all runs go on. */
    private static long use(Pod pod, Chaos.Dose dose, int runs) throws Exception {
        double commits = pod.metric("isinglass_commits_total");
        if (runs > 0) {
            Place.await("all go on", () -> pod.metric("isinglass_commits_total") > commits + runs);
        }
        pod.command("GC.run");
        long heap = (long) pod.metric("jvm_memory_used_bytes{area=\"heap\"");
        dose.say("%d runs: %d MB of heap, %.0f threads", runs, heap >> 20, pod.metric("jvm_threads_live_threads"));
        return heap;
    }
}
