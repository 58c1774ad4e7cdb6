package io.isinglass.actors.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Processes killed at random: whatever the schedule, the numbers are those of an undisturbed run. */
final class Kills {

    /** What the shell says of a process that was killed. */
    private static final int KILLED = 137;

    /** In so many parts of a run, on average, a process that runs it alone is killed. */
    private static final int PARTS = 3;

    private Kills() {}

    /** One process after the other, each killed after some time, until one comes to the end. */
    static void alone(Chaos.Dose dose) throws Exception {
        Path folder = Place.scratch("alone");
        int schedules = 0;
        int kills = 0;
        for (int round = 0; round < dose.of(1, 8); round++) {
            for (Trial trial : Trial.all(dose.seed() + round, 140)) {
                Path own = Files.createDirectory(folder.resolve("schedule-" + schedules));
                Path undisturbed = trial.undisturbed(own);
                long rows = Trial.checkRows(undisturbed);
                int times = killed(trial, own, rows, new SplittableRandom(dose.seed() + 1000L * schedules));
                Trial.Numbers seen = Trial.numbers(own.resolve("out"));
                if (!seen.equals(Trial.numbers(undisturbed)) || Trial.checkRows(own.resolve("out")) != rows) {
                    throw new AssertionError("schedule %d, %s: %s instead of %s"
                            .formatted(schedules, trial, seen, Trial.numbers(undisturbed)));
                }
                dose.say("schedule %d (%s): %d kills, %d rows, same numbers", schedules, trial.spec(), times, rows);
                schedules++;
                kills += times;
            }
        }
        dose.say("%d schedules, %d kills, one process at a time: all the same numbers", schedules, kills);
    }

    private static int killed(Trial trial, Path folder, long rows, SplittableRandom lot) throws Exception {
        int kills = 0;
        while (true) {
            Process process = trial.start(folder);
            if (lot.nextInt(5) == 0) {
                // While it starts, or takes the run up.
                process.waitFor(lot.nextLong(4000), TimeUnit.MILLISECONDS);
            } else {
                long until = Trial.rows(folder.resolve("out")) + 1 + lot.nextLong(2 * rows / PARTS);
                Place.await(
                        "there are " + until + " rows",
                        () -> !process.isAlive() || Trial.rows(folder.resolve("out")) >= until);
            }
            process.destroyForcibly();
            int code = process.waitFor();
            if (code != 0 && code != KILLED) {
                throw new AssertionError("it ended with " + code + ": " + Files.readString(folder.resolve("log")));
            }
            if (code == KILLED) {
                kills++;
            }
            // Who is killed between its last word and its end has nothing left to take up.
            if (code == 0 || Files.exists(folder.resolve("out").resolve("result.json"))) {
                return kills;
            }
        }
    }

    /** Two pods, where the one that is left cannot know whether it is the lesser part. */
    static void pair(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "pair", Host.loopback(2, 26_000), Kills::one).run(dose.of(22, 40), dose.of(4, 20), 11);
    }

    /** Three pods. */
    static void many(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "many", Host.loopback(3, 26_100), Kills::one).run(dose.of(22, 160), dose.of(4, 40), 11);
    }

    /** Three pods, and the greater part of them or all at once. */
    static void outage(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "outage", Host.loopback(3, 26_300), Kills::most).run(1, dose.of(2, 8), 5);
    }

    /** As by a power cut. */
    private static String one(Place place, Follower follower, SplittableRandom lot) {
        int victim = lot.nextInt(place.pods().size());
        place.pod(victim).kill();
        return "pod " + victim + " killed";
    }

    private static String most(Place place, Follower follower, SplittableRandom lot) {
        int spared = lot.nextInt(place.pods().size() + 1);
        place.pods().stream().filter(pod -> pod.number() != spared).forEach(Pod::kill);
        return spared == place.pods().size() ? "all pods killed" : "all pods but " + spared + " killed";
    }
}
