package io.isinglass.actors.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pods that are told to end: they hand over, and nobody has to wait long. */
final class Leaving {

    private static final Duration LONGEST_END = Duration.ofSeconds(40);

    private Leaving() {}

    /** A pod is terminated, and comes back, time and again. */
    static void leave(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "leave", 3, Onslaught.Blow.TERMINATED).run(dose.of(2, 8));
    }

    /** Every pod is terminated and started anew, one after the other, while a client asks without end. */
    static void roll(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 80, dose.of(1400, 2800)).getFirst();
        List<Trial.Numbers> exact = Undisturbed.numbers(List.of(trial));
        try (Place place = new Place("roll", 3, 26_400, "")) {
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
