package io.isinglass.actors.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Runs that follow each other in pods of which some are struck every now and then. A pod that has ended is started again, as
 * Kubernetes would. Whatever befalls them, runs come to the numbers that they have undisturbed, and no commit is of a stale
 * term.
 */
record Onslaught(Chaos.Dose dose, String name, List<Host> hosts, Blow blow) {

    /** What befalls a place; it returns what is to be told of it. */
    @FunctionalInterface
    interface Blow {

        String strike(Place place, Follower follower, SplittableRandom lot) throws Exception;
    }

    /** At least so many runs and so many blows; {@code atOnce} runs are under way at a time. */
    void run(int runs, int blows, int atOnce) throws Exception {
        List<Trial> trials = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        Set<String> hit = new TreeSet<>();
        List<Instant> moments = new ArrayList<>();
        List<Trial.Numbers> seen;
        try (Place place = new Place(name, hosts)) {
            SplittableRandom lot = new SplittableRandom(dose.seed() + hosts.size());
            Follower follower = new Follower(place, List.of());
            while (true) {
                Place.await("the cluster is whole", place::isWhole);
                boolean more = ids.size() < runs || moments.size() < blows;
                while (more && follower.running().size() < atOnce) {
                    trials.add(trial(trials.size()));
                    ids.add(place.begin(trials.getLast()));
                    follower.follow(ids.getLast());
                    more = ids.size() < runs || moments.size() < blows;
                }
                follower.progress(1 + lot.nextInt(epochs()));
                if (!more && follower.isOver()) {
                    break;
                }
                if (follower.isOver()) {
                    continue;
                }
                hit.addAll(follower.running());
                Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
                moments.add(Instant.now());
                String told = blow.strike(place, follower, lot);
                dose.say("%s; commits seen again after %s ms", told, follower.recovered(before));
            }
            seen = ids.stream().map(id -> place.any().numbers(id)).toList();
            dose.say("%s", Journals.check(place.postgres()));
            dose.say(
                    "longest time without a commit, seconds: %s",
                    Spread.of(Journals.pauses(place.postgres(), moments)));
        }
        List<Trial.Numbers> exact = Undisturbed.numbers(trials);
        for (int at = 0; at < ids.size(); at++) {
            if (!seen.get(at).equals(exact.get(at))) {
                throw new AssertionError(ids.get(at) + ": " + seen.get(at) + " instead of " + exact.get(at));
            }
        }
        dose.say(
                "%d blows at %d pods; %d runs, %d of them under way at one: all the same numbers",
                moments.size(), hosts.size(), ids.size(), hit.size());
    }

    private int epochs() {
        return dose.of(140, 280);
    }

    private Trial trial(int number) {
        List<Trial> kinds = Trial.all(dose.seed() + 10L * hosts.size() + number, epochs());
        return kinds.get(number % kinds.size());
    }
}
