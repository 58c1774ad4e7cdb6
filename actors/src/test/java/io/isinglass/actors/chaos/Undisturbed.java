package io.isinglass.actors.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One process by itself that nobody disturbs: what it comes to is what all others must come to. */
final class Undisturbed {

    private Undisturbed() {}

    /** The numbers of these runs, in their order. */
    static List<Trial.Numbers> numbers(List<Trial> trials) throws Exception {
        Path folder = Place.scratch("undisturbed");
        Path config = Files.writeString(
                folder.resolve("alone.conf"),
                "isinglass { store.path = \"%s\", http.max-runs = %d }".formatted(folder, Place.MOST_RUNS));
        Pod pod = new Pod(folder, 0, Host.loopback(1, 0).getFirst(), List.of());
        try {
            pod.start(config);
            Place.await(
                    "the undisturbed process listens", () -> pod.get("ready").status() == 200);
            List<String> ids = trials.stream().map(pod::begin).toList();
            return ids.stream().map(pod::numbers).toList();
        } finally {
            pod.kill();
        }
    }
}
