package io.isinglass.actors.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writers that have been overtaken: none of them commits. */
final class Fencing {

    private static final Duration BEYOND_DOWNING = Duration.ofSeconds(30);

    private Fencing() {}

    /** A pod is stopped for longer than the others wait for it, and woken: it must find that it is out, and end. */
    static void stopped(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 90, dose.of(1400, 2800)).getFirst();
        List<Trial.Numbers> exact = Undisturbed.numbers(List.of(trial));
        try (Place place = new Place("fence", 3, 26_600, "")) {
            String id = place.begin(trial);
            Follower follower = new Follower(place, List.of(id));
            for (int victim = 0; victim < 3 && !follower.isOver(); victim++) {
                Place.await("the cluster is whole", place::isWhole);
                follower.progress(5);
                Map<String, Long> before = new LinkedHashMap<>(follower.epochs());
                place.pod(victim).signal("STOP");
                Others others = new Others(place, victim);
                Place.awaited("the others go on", BEYOND_DOWNING.multipliedBy(2), () -> {
                    long epochs = others.epochs(id);
                    return epochs > before.get(id) + 20 ? epochs : null;
                });
                place.pod(victim).signal("CONT");
                int code = place.pod(victim).await(Duration.ofSeconds(60));
                if (code == 0 || !place.pod(victim).log().contains("no longer part of its cluster")) {
                    throw new AssertionError("pod " + victim + " ended with " + code + ": "
                            + place.pod(victim).log());
                }
                dose.say("pod %d stopped, woken, and ended with code %d", victim, code);
            }
            while (!follower.isOver()) {
                follower.look();
            }
            Kills.compare(place, List.of(id), exact);
            dose.say("%s", Journals.check(place.postgres()));
        }
    }

    /** The pods but one. */
    private record Others(Place place, int without) {

        long epochs(String id) {
            return place.pods().stream()
                    .filter(pod -> pod.number() != without)
                    .mapToLong(pod -> pod.get("api/v1/runs/" + id).status() == 200
                            ? pod.get("api/v1/runs/" + id).json().path("epochs").asLong()
                            : 0)
                    .max()
                    .orElse(0);
        }
    }

    /** A second cluster is started on the store of the first: one of them says so and stops, and nothing is committed twice. */
    static void twoClusters(Chaos.Dose dose) throws Exception {
        Trial trial = Trial.all(dose.seed() + 95, dose.of(1400, 2800)).getFirst();
        Trial.Numbers exact = Undisturbed.numbers(List.of(trial)).getFirst();
        try (Place place = new Place("two", 2, 26_800, "")) {
            String id = place.begin(trial);
            Follower follower = new Follower(place, List.of(id));
            follower.progress(20);
            Pod second = place.second(26_900);
            try {
                String told = Place.awaited("the first cluster says that it has lost the run", () -> {
                    Pod.Answer view = place.pod(0).get("api/v1/runs/" + id);
                    return view.status() == 200
                                    && view.json().path("state").asText().equals("fenced")
                            ? view.json().path("notice").asText()
                            : null;
                });
                dose.say("the first cluster: \"%s\"", told);
                Trial.Numbers seen = second.numbers(id);
                if (!seen.equals(exact)) {
                    throw new AssertionError(seen + " instead of " + exact);
                }
                dose.say("%s", Journals.check(place.postgres()));
            } finally {
                second.kill();
            }
        }
    }
}
