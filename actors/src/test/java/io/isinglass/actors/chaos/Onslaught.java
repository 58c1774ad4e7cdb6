package io.isinglass.actors.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Runs that follow each other, {@value #AT_ONCE} at a time, in pods of which one is struck every now and then. A pod that
 * has ended is started again, as Kubernetes would.
 */
record Onslaught(Chaos.Dose dose, String name, int count, Blow blow) {

    /** What befalls a pod. */
    enum Blow {
        /** As by a power cut; in one case of eight, all of them at once. */
        KILLED {
            @Override
            void strike(Pod pod) {
                pod.kill();
            }

            @Override
            boolean mayStrikeAll() {
                return true;
            }
        },

        /** As by Kubernetes when the pod is to go. */
        TERMINATED {
            @Override
            void strike(Pod pod) throws Exception {
                pod.signal("TERM");
                pod.await(LONGEST_END);
            }

            @Override
            boolean mayStrikeAll() {
                return false;
            }
        };

        abstract void strike(Pod pod) throws Exception;

        abstract boolean mayStrikeAll();
    }

    private static final int AT_ONCE = 6;
    private static final int EPOCHS = 350;
    private static final Duration LONGEST_END = Duration.ofSeconds(40);

    /** Runs so many rounds of all trials; they must come to the numbers of undisturbed runs. */
    void run(int rounds) throws Exception {
        List<Trial> trials = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            trials.addAll(Trial.all(dose.seed() + 10L * count + round, EPOCHS));
        }
        List<Trial.Numbers> exact = Undisturbed.numbers(trials);
        List<Instant> moments = new ArrayList<>();
        Set<String> hit = new TreeSet<>();
        List<String> ids = new ArrayList<>();
        int blows = 0;
        try (Place place = new Place(name, count, 26_000 + 100 * name.length(), "")) {
            SplittableRandom lot = new SplittableRandom(dose.seed() + count);
            Follower follower = new Follower(place, List.of());
            while (ids.size() < trials.size() || !follower.isOver()) {
                while (ids.size() < trials.size() && follower.running().size() < AT_ONCE) {
                    ids.add(place.begin(trials.get(ids.size())));
                    follower.follow(ids.getLast());
                }
                Place.await("the cluster is whole", place::isWhole);
                follower.progress(1 + lot.nextInt(40));
                if (follower.isOver()) {
                    continue;
                }
                Set<Integer> victims = victims(lot);
                hit.addAll(follower.running());
                Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
                moments.add(Instant.now());
                for (int victim : victims) {
                    blow.strike(place.pod(victim));
                    blows++;
                }
                dose.say("pods %s %s; commits seen again after %s ms", victims, blow, follower.recovered(before));
            }
            Kills.compare(place, ids, exact);
            dose.say("%s", Journals.check(place.postgres()));
            dose.say(
                    "longest time without a commit, seconds: %s",
                    Spread.of(Journals.pauses(place.postgres(), moments)));
        }
        dose.say(
                "%d times %s in %d processes; %d runs, %d of them under way then: all the same numbers",
                blows, blow, count, ids.size(), hit.size());
    }

    private Set<Integer> victims(SplittableRandom lot) {
        Set<Integer> victims = new TreeSet<>();
        victims.add(lot.nextInt(count));
        if (lot.nextInt(8) == 0 && blow.mayStrikeAll()) {
            for (int pod = 0; pod < count; pod++) {
                victims.add(pod);
            }
        }
        return victims;
    }
}
