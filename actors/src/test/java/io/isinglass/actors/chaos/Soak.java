package io.isinglass.actors.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Learning for long, while pods are killed: one that is spared must not grow, and no row is missing or comes twice. */
final class Soak {

    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofMinutes(5);
    private static final double MOST_GROWTH = 1.25;

    /** A ring that is full within minutes: one that fills all the time looks like a leak. */
    private static final String SMALL_RING = "-Disinglass.http.metrics-ring=4096";

    private Soak() {}

    private static List<String> flags() {
        List<String> flags = new ArrayList<>(Place.LIGHT);
        flags.add(SMALL_RING);
        return flags;
    }

    /** What a process has in use. */
    private record Use(long heap, long threads, long handles) {

        static Use of(Pod pod) throws IOException, InterruptedException {
            pod.command("GC.run");
            return new Use(
                    (long) pod.metric("jvm_memory_used_bytes{area=\"heap\""),
                    entries("/proc/" + pod.pid() + "/task"),
                    entries("/proc/" + pod.pid() + "/fd"));
        }

        private static long entries(String folder) throws IOException {
            try (Stream<Path> entries = Files.list(Path.of(folder))) {
                return entries.count();
            }
        }

        Use max(Use other) {
            return new Use(
                    Math.max(heap, other.heap), Math.max(threads, other.threads), Math.max(handles, other.handles));
        }

        boolean isFarAbove(Use other) {
            return heap > MOST_GROWTH * other.heap
                    || threads > MOST_GROWTH * other.threads
                    || handles > MOST_GROWTH * other.handles;
        }
    }

    static void run(Chaos.Dose dose) throws Exception {
        Duration longest = Duration.ofMinutes(dose.of(30, 120));
        SplittableRandom lot = new SplittableRandom(dose.seed());
        try (Place place = new Place("soak", Host.loopback(3, 26_500), flags())) {
            List<String> ids = new ArrayList<>();
            for (Trial trial : Trial.all(dose.seed() + 500, 1_000_000_000)) {
                ids.add(place.begin(trial));
            }
            Follower follower = new Follower(place, ids);
            Instant began = Instant.now();
            Instant next = began.plus(BETWEEN_KILLS);
            int kills = 0;
            Use early = new Use(0, 0, 0);
            Use late = new Use(0, 0, 0);
            while (Instant.now().isBefore(began.plus(longest))) {
                follower.progress(20);
                if (Instant.now().isAfter(next)) {
                    Place.await("the cluster is whole", place::isWhole);
                    Use use = Use.of(place.pod(0));
                    Duration since = Duration.between(began, Instant.now());
                    if (since.compareTo(SETTLED) < 0) {
                        early = early.max(use);
                    }
                    late = use;
                    dose.say(
                            "after %d s: %s, %s epochs",
                            since.toSeconds(), use, follower.epochs().values());
                    // The first pod is spared: it is the one that is watched.
                    place.pod(1 + lot.nextInt(2)).kill();
                    kills++;
                    next = Instant.now().plus(BETWEEN_KILLS);
                }
            }
            dose.say("%d kills; early at most %s, at the end %s", kills, early, late);
            dose.say("%s", Journals.check(place.postgres()));
            if (late.isFarAbove(early)) {
                throw new AssertionError("it grows: " + early + " -> " + late);
            }
        }
    }
}
