package io.isinglass.actors.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Pods that are told to end: they hand over, and nobody has to wait long. */
final class Leaving {

    private static final Duration LONGEST_END = Duration.ofSeconds(40);

    private Leaving() {}

    /** A pod is terminated, and comes back, time and again. */
    static void leave(Chaos.Dose dose) throws Exception {
        new Onslaught(dose, "leave", Host.loopback(3, 26_200), Leaving::terminate).run(1, dose.of(4, 20), 3);
    }

    private static String terminate(Place place, Follower follower, SplittableRandom lot) throws Exception {
        int leaver = lot.nextInt(3);
        place.pod(leaver).signal("TERM");
        place.pod(leaver).await(LONGEST_END);
        return "pod " + leaver + " terminated";
    }

    /** Every pod is terminated and started anew, one after the other, while a client asks without end. */
    static void roll(Chaos.Dose dose) throws Exception {
        Map<String, Integer> answers = new TreeMap<>();
        AtomicInteger turn = new AtomicInteger();
        new Onslaught(
                        dose,
                        "roll",
                        Host.loopback(3, 26_400),
                        (place, follower, lot) -> replace(place, follower, turn.getAndIncrement() % 3, answers))
                .run(1, dose.of(3, 12), 2);
        dose.say("rolling restart: answers to a client %s", answers);
        if (!Client.GOOD.containsAll(answers.keySet())) {
            throw new AssertionError("requests failed: " + answers);
        }
    }

    private static String replace(Place place, Follower follower, int number, Map<String, Integer> answers)
            throws Exception {
        // What preStop does: whoever sends requests learns of the end before it comes.
        try (Client client = new Client(place, number, answers)) {
            client.begin();
            follower.progress(3);
            place.pod(number).signal("TERM");
            place.pod(number).await(LONGEST_END);
            Place.await("the cluster is whole", place::isWhole);
        }
        return "pod " + number + " replaced";
    }

    /** A client that asks one pod after the other, but for one that is to go. */
    private static final class Client implements AutoCloseable {

        static final Set<String> GOOD = Set.of("200", "202", "503 with Retry-After", "409 the run is over");

        private final Place place;
        private final int avoided;
        private final Map<String, Integer> answers;
        private final Thread thread = new Thread(this::ask, "client");
        private volatile boolean over;

        Client(Place place, int avoided, Map<String, Integer> answers) {
            this.place = place;
            this.avoided = avoided;
            this.answers = answers;
        }

        void begin() {
            thread.start();
        }

        private void ask() {
            String run = "";
            for (int count = 0; !over; count++) {
                Pod pod = place.pod(count % 3);
                if (pod.number() == avoided) {
                    continue;
                }
                Pod.Answer answer = switch (run.isEmpty() ? 0 : count % 4) {
                    case 0 -> pod.get("api/v1/runs");
                    case 1 -> pod.get("api/v1/runs/" + run);
                    case 2 -> pod.get("api/v1/runs/" + run + "/metrics?limit=10");
                    default -> pod.post("api/v1/runs/" + run + "/checkpoint");
                };
                if (answer.status() == 200 && answer.json().has("runs")) {
                    run = answer.json().at("/runs/0/id").asText();
                }
                if (!over) {
                    answers.merge(kind(answer), 1, Integer::sum);
                }
            }
        }

        private static String kind(Pod.Answer answer) {
            return switch (answer.status()) {
                case 0 -> answer.body();
                case 503 -> answer.retryAfter() ? "503 with Retry-After" : "503";
                case 409 -> "409 " + answer.json().path("detail").asText();
                default -> Integer.toString(answer.status());
            };
        }

        @Override
        public void close() {
            over = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
