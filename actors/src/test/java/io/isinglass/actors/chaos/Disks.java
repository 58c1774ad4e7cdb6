package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk that is full: sampling goes on, the probe says so, and all is well again when there is space. */
final class Disks {

    private static final int SPACE = 3 << 20;

    private Disks() {}

    /** The vault lies on a small file system that is filled up, and emptied again. */
    static void full(Chaos.Dose dose) throws Exception {
        Path folder = Place.scratch("disk");
        Path small = Files.createDirectory(folder.resolve("store"));
        Network.run("mount", "-t", "tmpfs", "-o", "size=" + SPACE, "tmpfs", small.toString());
        Trial trial = Trial.all(dose.seed() + 60, dose.of(4200, 8400)).getFirst();
        Trial.Numbers exact = Undisturbed.numbers(List.of(trial)).getFirst();
        Pod pod = new Pod(folder, 0, Host.loopback(1, 0).getFirst(), List.of());
        try {
            pod.start(config(folder, small));
            Place.await("the pod is ready", () -> pod.get("ready").status() == 200);
            String id = pod.begin(trial);
            Place.await("there is a point", () -> pod.view(id).path("points").size() > 0);
            Path filler = fill(small);
            Place.await(
                    "the probe says that the store fails",
                    () -> pod.get("ready").status() == 503);
            dose.say(
                    "full: /ready says %s",
                    pod.get("ready").json().path("detail").asText());
            long stuck = pod.view(id).path("epochs").asLong();
            JsonNode points = pod.view(id).path("points");
            Place.await("sampling goes on", () -> pod.view(id).path("epochs").asLong() > stuck + 20);
            dose.say(
                    "full: %d epochs committed meanwhile, points still %s, %.0f failures of the vault",
                    pod.view(id).path("epochs").asLong() - stuck, points, pod.metric("isinglass_vault_failures_total"));
            Files.delete(filler);
            Place.await("the probe is well again", () -> pod.get("ready").status() == 200);
            Place.await(
                    "there is another point",
                    () -> pod.view(id).path("points").path(2).asLong()
                            > points.path(2).asLong());
            pod.kill();
            pod.start(config(folder, small));
            Trial.Numbers seen = pod.numbers(id);
            if (!seen.equals(exact)) {
                throw new AssertionError(seen + " instead of " + exact);
            }
            dose.say("space again: ready, and after a crash the same numbers");
        } finally {
            pod.kill();
            Network.run("umount", "-l", small.toString());
        }
    }

    private static Path config(Path folder, Path small) throws IOException {
        Path journal = folder.resolve("journal");
        return Files.writeString(folder.resolve("disk.conf"), """
            isinglass.store {
              path = "%s"
              journal.url = "jdbc:h2:file:%s;DATABASE_TO_UPPER=false;WRITE_DELAY=0"
              snapshot-every = 1 s
            }
            """.formatted(small, journal));
    }

    private static Path fill(Path small) throws IOException {
        Path filler = small.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException _) {
            return filler;
        }
    }
}
