package io.isinglass.actors.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pods that are told to end: they hand over, and nobody has to wait long. */
final class Leaving {

    private static final Duration LONGEST_END = Duration.ofSeconds(40);

    private Leaving() {}

    /** A pod is terminated, and comes back: the longest time without a commit. */
    static void leave(Chaos.Dose dose) throws Exception {
        List<Trial> trials = Trial.all(dose.seed() + 70, dose.of(1400, 2800)).subList(0, 2);
        SplittableRandom lot = new SplittableRandom(dose.seed());
        List<Long> pauses = new ArrayList<>();
        try (Place place = new Place("leave", 3, 26_200, "")) {
            List<Trial.Numbers> exact = exact(place, trials);
            List<String> ids = trials.stream().map(place::begin).toList();
            Follower follower = new Follower(place, ids);
            for (int time = 0; time < dose.of(6, 20) && !follower.isOver(); time++) {
                Place.await("the cluster is whole", place::isWhole);
                follower.progress(5);
                int leaver = lot.nextInt(3);
                Map<String, Long> longest = pauses(place, follower, leaver);
                pauses.addAll(longest.values());
                dose.say("pod %d terminated: longest pauses %s ms", leaver, longest);
                place.restart(leaver);
            }
            while (!follower.isOver()) {
                follower.look();
            }
            Kills.compare(place, ids, exact);
        }
        dose.say("SIGTERM: longest time without a commit, seconds (p95 wanted: 5): %s", Spread.of(pauses));
    }

    private static List<Trial.Numbers> exact(Place place, List<Trial> trials) throws Exception {
        List<Trial.Numbers> exact = new ArrayList<>();
        for (Trial trial : trials) {
            exact.add(trial.exact(place.folder()));
        }
        return exact;
    }

    /** The longest time between two looks that saw something new, for each run, from the signal until all went on well after. */
    private static Map<String, Long> pauses(Place place, Follower follower, int leaver) throws Exception {
        Map<String, Long> longest = new LinkedHashMap<>();
        Map<String, Long> seen = new LinkedHashMap<>(follower.epochs());
        Map<String, Instant> at = new LinkedHashMap<>();
        seen.keySet().forEach(id -> at.put(id, Instant.now()));
        place.pod(leaver).signal("TERM");
        Instant end = Instant.now().plus(LONGEST_END);
        while (Instant.now().isBefore(end) && follower.running() > 0 && !isSettled(place, leaver, longest, at)) {
            follower.look();
            Instant now = Instant.now();
            follower.epochs().forEach((id, epochs) -> {
                if (epochs > seen.get(id)) {
                    longest.merge(id, Duration.between(at.get(id), now).toMillis(), Math::max);
                    seen.put(id, epochs);
                    at.put(id, now);
                }
            });
        }
        return longest;
    }

    private static boolean isSettled(Place place, int leaver, Map<String, Long> longest, Map<String, Instant> at) {
        return !place.pod(leaver).isAlive()
                && longest.keySet().equals(at.keySet())
                && at.values().stream().allMatch(last -> last.plusSeconds(1).isAfter(Instant.now()));
    }

    /** Every pod is terminated and started anew, one after the other, while a client asks without end. */
    static void roll(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 80, dose.of(1400, 2800)).getFirst();
        try (Place place = new Place("roll", 3, 26_400, "")) {
            List<Trial.Numbers> exact = exact(place, List.of(trial));
            String id = place.begin(trial);
            Follower follower = new Follower(place, List.of(id));
            follower.progress(5);
            Set<Integer> leaving = ConcurrentHashMap.newKeySet();
            Map<String, Integer> answers = new TreeMap<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread client = new Thread(() -> ask(place, id, leaving, answers, over));
            client.start();
            for (int number = 0; number < 3; number++) {
                // What preStop does: whoever sends requests learns of the end before it comes.
                leaving.add(number);
                follower.progress(3);
                place.pod(number).signal("TERM");
                place.pod(number).await(LONGEST_END);
                place.restart(number);
                Place.await("the cluster is whole", place::isWhole);
                leaving.remove(number);
                follower.progress(5);
            }
            over.set(true);
            client.join();
            while (!follower.isOver()) {
                follower.look();
            }
            Kills.compare(place, List.of(id), exact);
            dose.say("rolling restart of 3 pods: answers to clients %s", answers);
            if (!Set.of("200", "201", "202", "503 with Retry-After").containsAll(answers.keySet())) {
                throw new AssertionError("requests failed: " + answers);
            }
        }
    }

    private static void ask(
            Place place, String id, Set<Integer> leaving, Map<String, Integer> answers, AtomicBoolean over) {
        int turn = 0;
        while (!over.get()) {
            turn++;
            Pod pod = place.pod(turn % 3);
            if (leaving.contains(pod.number())) {
                continue;
            }
            Pod.Answer answer = switch (turn % 4) {
                case 0 -> pod.get("api/v1/runs");
                case 1 -> pod.get("api/v1/runs/" + id);
                case 2 -> pod.get("api/v1/runs/" + id + "/metrics?limit=10");
                default -> pod.post("api/v1/runs/" + id + "/checkpoint");
            };
            String kind = answer.status() == 503 && answer.retryAfter()
                    ? "503 with Retry-After"
                    : answer.status() == 0 ? answer.body() : Integer.toString(answer.status());
            answers.merge(kind, 1, Integer::sum);
        }
    }
}
