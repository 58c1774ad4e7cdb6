package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Processes killed at random: whatever the schedule, the numbers are those of an undisturbed run. */
final class Kills {

    /** What the shell says of a process that was killed. */
    private static final int KILLED = 137;

    private static final int BYTES_A_ROW = 180;

    private Kills() {}

    /** One process after the other, each killed after some time, until one comes to the end. */
    static void alone(Chaos.Dose dose) throws Exception {
        Path folder = Place.scratch("alone");
        int schedules = 0;
        int kills = 0;
        for (int round = 0; round < dose.of(2, 16); round++) {
            for (Trial trial : Trial.all(dose.seed() + round, 140)) {
                SplittableRandom lot = new SplittableRandom(dose.seed() + 1000L * schedules);
                Path own = Files.createDirectory(folder.resolve("schedule-" + schedules));
                Trial.Numbers exact = trial.exact(own);
                int times = killed(trial, own, lot);
                Trial.Numbers seen = Trial.numbers(
                        Pod.JSON.readTree(own.resolve("out/result.json").toFile()));
                long rows = Trial.checkRows(own.resolve("out"));
                if (!seen.equals(exact)) {
                    throw new AssertionError(
                            "schedule %d, %s: %s instead of %s".formatted(schedules, trial, seen, exact));
                }
                dose.say("schedule %d (%s): %d kills, %d rows, same numbers", schedules, trial.spec(), times, rows);
                schedules++;
                kills += times;
            }
        }
        dose.say("%d schedules, %d kills, one process at a time: all the same numbers", schedules, kills);
    }

    private static int killed(Trial trial, Path folder, SplittableRandom lot) throws Exception {
        int kills = 0;
        while (true) {
            Process process = trial.start(folder);
            if (lot.nextInt(5) == 0) {
                // While it starts, or takes the run up.
                process.waitFor(lot.nextLong(2500), TimeUnit.MILLISECONDS);
            } else {
                long rows = rows(folder) + 1 + lot.nextLong(500);
                Place.await("there are " + rows + " rows", () -> !process.isAlive() || rows(folder) >= rows);
            }
            process.destroyForcibly();
            int code = process.waitFor();
            if (code == 0) {
                return kills;
            }
            if (code != KILLED) {
                throw new AssertionError("it ended with " + code + ": " + Files.readString(folder.resolve("log")));
            }
            kills++;
        }
    }

    private static long rows(Path folder) {
        Path metrics = folder.resolve("out/metrics.ndjson");
        try {
            return Files.exists(metrics) ? Files.size(metrics) / BYTES_A_ROW : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Three pods, one of which is killed every now and then. */
    static void many(Chaos.Dose dose) throws Exception {
        List<Trial> trials = Trial.all(dose.seed(), dose.of(700, 4200));
        Path folder = Place.scratch("many");
        List<Trial.Numbers> exact = new ArrayList<>();
        for (Trial trial : trials) {
            exact.add(trial.exact(folder));
        }
        List<Long> recoveries = new ArrayList<>();
        int schedules = 0;
        try (Place place = new Place("many", 3, 26_000, "")) {
            SplittableRandom lot = new SplittableRandom(dose.seed());
            List<String> ids = trials.stream().map(place::begin).toList();
            Follower follower = new Follower(place, ids);
            int kills = 0;
            while (!follower.isOver()) {
                if (kills < dose.of(8, 40)) {
                    kill(place, follower, lot, recoveries, dose);
                    kills++;
                    schedules += follower.running();
                } else {
                    follower.look();
                }
            }
            compare(place, ids, exact);
        }
        dose.say("%d schedules of runs under kills, in three processes: all the same numbers", schedules);
        dose.say("kill -9 to the first new commit, seconds (p95 wanted: 20): %s", Spread.of(recoveries));
    }

    private static void kill(
            Place place, Follower follower, SplittableRandom lot, List<Long> recoveries, Chaos.Dose dose)
            throws IOException, InterruptedException {
        Place.await("the cluster is whole", place::isWhole);
        follower.progress(1 + lot.nextInt(40));
        if (follower.isOver()) {
            return;
        }
        int victim = lot.nextInt(place.pods().size());
        Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
        Instant at = Instant.now();
        place.pod(victim).kill();
        List<Long> times = follower.recovered(before, at);
        recoveries.addAll(times);
        dose.say("pod %d killed; new commits after %s ms", victim, times);
        place.restart(victim);
    }

    static void compare(Place place, List<String> ids, List<Trial.Numbers> exact) {
        for (int at = 0; at < ids.size(); at++) {
            String id = ids.get(at);
            JsonNode result = Place.awaited("the result of " + id, Duration.ofMinutes(1), () -> {
                Pod.Answer answer = place.any().get("api/v1/runs/" + id + "/result");
                return answer.status() == 200 ? answer.json() : null;
            });
            if (!Trial.numbers(result).equals(exact.get(at))) {
                throw new AssertionError(id + ": " + Trial.numbers(result) + " instead of " + exact.get(at));
            }
        }
    }
}
