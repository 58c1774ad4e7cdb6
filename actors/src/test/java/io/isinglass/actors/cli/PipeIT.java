package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that reads what is piped into it, while it is killed and given the same lines again. */
class PipeIT {

    private static final int LINES = 400;
    private static final int KILLS = 3;
    private static final long SEED = 20261128;

    private static final String SPEC = """
        name: fed
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network, options: {lags: 2}}
        data: {kind: ndjson, options: {sites: "a,b,c", batch: 4, path: "%s"}}
        schedule: {sweeps: 20%s}
        """;

    @TempDir
    private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);

    @Test
    void theNumbersAreThoseOfAFileOfTheSameLinesThoughTheProgramIsKilled() throws Exception {
        List<String> lines = new ArrayList<>();
        int poison = 0;
        for (int line = 0; line < LINES; line++) {
            boolean bad = chance.nextInt(50) == 0;
            poison += bad ? 1 : 0;
            lines.add(
                    bad
                            ? "oops"
                            : "{\"a\":%d,\"b\":%d,\"c\":%s}"
                                    .formatted(spin(), spin(), line % 5 == 0 ? "null" : "" + spin()));
        }
        Files.writeString(folder.resolve("lines.ndjson"), String.join("\n", lines) + "\n");
        Files.writeString(folder.resolve("piped.yaml"), SPEC.formatted("-", ""));
        Files.writeString(folder.resolve("settings.conf"), "isinglass.store { snapshot-every = 50 ms, keep = 2 }\n");
        int epochs = Math.ceilDiv(LINES - poison, 4);
        Files.writeString(folder.resolve("read.yaml"), SPEC.formatted("lines.ndjson", ", epochs: " + epochs));
        Program.Ended read = Program.run(folder, "run", "read.yaml", "--out", "read");
        assertEquals(0, read.code(), read.all());

        for (int kill = 0; kill < KILLS; kill++) {
            try (Program.Going going = begin()) {
                pipe(going, lines.subList(0, chance.nextInt(LINES)));
                int millis = 400 + chance.nextInt(2000);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                System.out.println("killed after " + millis + " ms");
                going.signal("KILL");
                going.process().waitFor();
            }
        }
        try (Program.Going going = begin()) {
            pipe(going, lines);
            going.process().getOutputStream().close();
            Program.Ended ended = going.await();
            assertEquals(0, ended.code(), ended.all());
        }
        assertEquals(digests("read"), digests("out"));
        assertEquals(
                poison,
                Files.readAllLines(folder.resolve("out/dead-letters.ndjson")).size());
    }

    private int spin() {
        return chance.nextBoolean() ? 1 : -1;
    }

    private Program.Going begin() throws IOException {
        return Program.start(
                folder, "run", "piped.yaml", "--store", "store", "--config", "settings.conf", "--out", "out");
    }

    private static void pipe(Program.Going going, List<String> lines) throws IOException {
        OutputStream in = going.process().getOutputStream();
        for (String line : lines) {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        in.flush();
    }

    /** What a run came to, and all of its rows but for their times. */
    private List<String> digests(String out) throws IOException {
        Outcome outcome = Outcome.in(folder.resolve(out));
        List<String> all = new ArrayList<>(
                List.of(outcome.text("epochs"), outcome.text("digest"), outcome.text("metrics_digest")));
        outcome.rows().forEach(row -> {
            row.remove("time");
            all.add(row.toString());
        });
        return all;
    }
}
