package io.isinglass.actors.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Writers that have been overtaken: none of them commits, and they find out and end. */
final class Fencing {

    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private static final String KEPT = "the run is mine to its end";

    private Fencing() {}

    /** A pod is stopped for longer than the others wait for it, and woken. */
    static void stopped(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "fence", Host.loopback(3, 26_600), Fencing::stop).run(1, dose.of(1, 12), 3);
    }

    private static String stop(Place place, Follower follower, SplittableRandom lot) throws Exception {
        int victim = leader(place, lot);
        Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
        place.pod(victim).signal("STOP");
        Place.await(
                "pod " + victim + " is given up",
                () -> place.pods().stream()
                        .anyMatch(pod -> pod.number() != victim && hasGivenUp(pod, place.pod(victim))));
        othersGoOn(place, Set.of(victim), before);
        place.pod(victim).signal("CONT");
        return "pod " + victim + " stopped, woken, and " + end(place, victim);
    }

    /** A pod that leads a run: only such a one has something to commit when it wakes. */
    private static int leader(Place place, SplittableRandom lot) {
        List<Integer> leaders = Place.awaited("a pod leads a run", () -> {
            List<Integer> now = place.pods().stream()
                    .filter(pod -> pod.get("metrics").body().contains("\nisinglass_commit_age_seconds{"))
                    .map(Pod::number)
                    .toList();
            return now.isEmpty() ? null : now;
        });
        return leaders.get(lot.nextInt(leaders.size()));
    }

    private static boolean hasGivenUp(Pod pod, Pod other) {
        Pod.Answer members = pod.manage("cluster/members");
        String address = other.host().address() + ":" + other.host().port();
        return members.status() == 200
                && !members.json().path("members").toString().contains(address);
    }

    /** Pods that do not hear each other, in three ways, while all reach the stores. */
    static void partition(Chaos.Dose dose) throws Exception {
        AtomicInteger ways = new AtomicInteger();
        try (Network network = new Network(3)) {
            new Onslaught(
                            dose,
                            "partition",
                            network.hosts(),
                            (place, follower, lot) ->
                                    part(network, place, follower, lot.nextInt(3), ways.getAndIncrement()))
                    .run(1, dose.of(2, 12), 3);
        }
    }

    private static String part(Network network, Place place, Follower follower, int victim, int way) throws Exception {
        int next = (victim + 1) % 3;
        int last = (victim + 2) % 3;
        Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
        Set<Integer> lost = new TreeSet<>(Set.of(victim));
        String told;
        switch (way % 3) {
            case 0 -> {
                for (int other : List.of(next, last)) {
                    network.deafen(victim, other);
                    network.deafen(other, victim);
                }
                told = "pod " + victim + " cut off from both others";
            }
            case 1 -> {
                network.deafen(victim, next);
                network.deafen(victim, last);
                told = "pod " + victim + " deaf to both others";
            }
            default -> {
                network.deafen(victim, next);
                network.deafen(next, victim);
                lost.add(next);
                told = "pods " + victim + " and " + next + " cut off from each other, not from " + last;
            }
        }
        othersGoOn(place, lost, before);
        StringBuilder ends = new StringBuilder(told);
        for (int pod : lost) {
            ends.append(", pod ").append(pod).append(' ').append(end(place, pod));
        }
        network.heal();
        return ends.toString();
    }

    private static String end(Place place, int victim) throws Exception {
        int code = place.pod(victim).await(LONGEST_END);
        if (code == 0 || !place.pod(victim).log().contains("no longer part of its cluster")) {
            throw new AssertionError("pod " + victim + " ended with " + code + ": "
                    + place.pod(victim).log());
        }
        return "ended with code " + code;
    }

    /** Waits until a pod that is not lost has seen new epochs of some run. */
    private static void othersGoOn(Place place, Set<Integer> lost, Map<String, Long> before) {
        Place.await(
                "others go on",
                () -> place.pods().stream()
                        .filter(pod -> !lost.contains(pod.number()))
                        .anyMatch(
                                pod -> before.keySet().stream().anyMatch(id -> pod.epochs(id) > before.get(id) + 10)));
    }

    /** A second cluster is started on the store of the first: one of them keeps the run, and nothing is committed twice. */
    static void twoClusters(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 95, dose.of(4200, 8400)).getFirst();
        try (Place place = new Place("two", Host.loopback(2, 26_800))) {
            String id = place.begin(trial);
            new Follower(place, List.of(id)).progress(20);
            Pod second = place.second(Host.loopback(1, 26_900).getFirst());
            try {
                // Who commits often enough is not overtaken: then the second never gets in.
                settled(dose, place, second, id, trial);
            } finally {
                second.kill();
            }
        }
    }

    /** The same, and the first cluster stands still until the second has gone on with the run. */
    static void takenOver(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 96, dose.of(700, 1400)).getFirst();
        try (Place place = new Place("taken", Host.loopback(2, 26_400))) {
            String id = place.begin(trial);
            Follower follower = new Follower(place, List.of(id));
            follower.progress(20);
            signal(place, "STOP");
            Pod second = place.second(Host.loopback(1, 26_500).getFirst());
            try {
                long before = follower.epochs().get(id);
                Place.await("the second cluster goes on with the run", () -> second.epochs(id) > before + 20);
                signal(place, "CONT");
                if (settled(dose, place, second, id, trial).equals(KEPT)) {
                    throw new AssertionError("the first cluster ended a run that the second had taken");
                }
            } finally {
                second.kill();
            }
        }
    }

    private static void signal(Place place, String name) throws Exception {
        for (Pod pod : place.pods()) {
            pod.signal(name);
        }
    }

    /** Waits until one cluster has ended the run, in the numbers that it must have; returns what the first says of it. */
    private static String settled(Chaos.Dose dose, Place place, Pod second, String id, Trial trial) throws Exception {
        Pod first = place.pod(0);
        String told = Place.awaited(
                "the first cluster says that it has lost the run, or ends it", () -> first.epochs(id), () -> {
                    Pod.Answer view = first.get("api/v1/runs/" + id);
                    return switch (view.status() == 200
                            ? view.json().path("state").asText()
                            : "") {
                        case "fenced" -> view.json().path("notice").asText();
                        case "finished" -> KEPT;
                        default -> null;
                    };
                });
        dose.say("the first cluster: \"%s\"", told);
        Trial.Numbers seen = (told.equals(KEPT) ? first : second).numbers(id);
        Trial.Numbers exact = Undisturbed.numbers(List.of(trial)).getFirst();
        if (!seen.equals(exact)) {
            throw new AssertionError(seen + " instead of " + exact);
        }
        dose.say("%s", Journals.check(place.postgres()));
        return told;
    }
}
