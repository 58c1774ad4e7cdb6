package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user starts them: what they write, and how they end. */
class RunIT {

    private static final String KEYS = "run key value stderr tau_int n_eff epoch sweep seq time";

    @TempDir
    private Path folder;

    @Test
    void aRunWritesItsRowsItsResultAndItsPictures() throws Exception {
        Program.Ended ended = run("run", "ising-critical.yaml", "--set", "schedule.epochs=12", "--out", "out");
        Outcome outcome = Outcome.in(folder.resolve("out"));

        assertEquals(
                List.of("field.png", "metrics.ndjson", "result.json"),
                List.copyOf(contents("out").keySet()));
        assertEquals(
                LongStream.range(0, outcome.rows().size()).boxed().toList(),
                outcome.rows().stream().map(row -> row.path("seq").asLong()).toList(),
                "numbered without a gap");
        for (ObjectNode row : outcome.rows()) {
            List<String> keys = new ArrayList<>();
            row.fieldNames().forEachRemaining(keys::add);
            assertEquals(KEYS, String.join(" ", keys));
            assertEquals("ising-critical", row.path("run").asText());
            assertEquals(
                    500 * (row.path("epoch").asLong() + 1) - 1,
                    row.path("sweep").asLong());
            assertTrue(Instant.parse(row.path("time").asText()).isBefore(Instant.now()));
        }
        assertEquals("finished", outcome.text("state"));
        assertEquals("1944", outcome.text("seed"));
        assertEquals("12", outcome.text("epochs"));
        assertTrue(outcome.text("version").matches("\\d+\\.\\d+\\.\\d+"), outcome.text("version"));
        assertTrue(outcome.text("digest").matches("[0-9a-f]{64}"), outcome.text("digest"));
        assertTrue(outcome.text("spec_hash").matches("[0-9a-f]{64}"), outcome.text("spec_hash"));
        assertEquals(digest(outcome), outcome.text("metrics_digest"));
        BufferedImage field = ImageIO.read(folder.resolve("out/field.png").toFile());
        assertEquals(List.of(32, 32), List.of(field.getWidth(), field.getHeight()));
        checkPlain(ended, outcome);
    }

    /** Where there is no terminal, lines are lines. */
    private static void checkPlain(Program.Ended ended, Outcome outcome) {
        assertFalse(ended.out().contains("\r") || ended.out().contains("\u001B"), ended.out());
        assertTrue(ended.out().contains("epoch 12/12  6000 sweeps"), ended.out());
        assertTrue(ended.out().contains(outcome.text("digest")), ended.out());
        assertTrue(ended.out().contains(outcome.text("metrics_digest")), ended.out());
        assertTrue(ended.out().contains("written to out"), ended.out());
        assertEquals("", ended.err());
    }

    /** SHA-256 over the rows without their times. */
    private static String digest(Outcome outcome) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (ObjectNode row : outcome.rows()) {
            row.remove("time");
            sha.update((row + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        String[] line = {"run", "mean-field.yaml", "--out", "out"};
        run(line);
        Map<String, String> before = contents("out");
        Program.Ended again = Program.run(folder, line);
        assertEquals(1, again.code(), again.all());
        assertTrue(again.err().contains("nothing is overwritten"), again.err());
        assertEquals(before, contents("out"));
    }

    @Test
    void threadsAndBlocksDoNotShowInTheNumbers() throws Exception {
        Files.writeString(folder.resolve("ring.pbm"), ring());
        Set<List<String>> digests = new HashSet<>();
        for (List<String> how :
                List.of(List.of("1", "1x1"), List.of("2", "2x2"), List.of("4", "4x2"), List.of("2", "1x8"))) {
            String out = how.getLast();
            run(
                    "run",
                    "restore.yaml",
                    "--out",
                    out,
                    "--threads",
                    how.getFirst(),
                    "--set",
                    "lattice.blocks=" + out,
                    "--set",
                    "data.options.path=ring.pbm",
                    "--set",
                    "data.options.frames=4",
                    "--set",
                    "schedule.epochs=16",
                    "--set",
                    "schedule.sweeps=10");
            Outcome outcome = Outcome.in(folder.resolve(out));
            digests.add(List.of(outcome.text("digest"), outcome.text("metrics_digest")));
            assertTrue(outcome.value("flip_rate") > 0, "it has learned");
            assertEquals(digest(outcome), outcome.text("metrics_digest"));
        }
        assertEquals(1, digests.size(), digests::toString);
    }

    private static String ring() {
        StringBuilder text = new StringBuilder("P1\n32 24\n");
        for (int k = 0; k < 32 * 24; k++) {
            double radius = Math.hypot(k % 32 - 15.5, Math.floorDiv(k, 32) - 11.5);
            text.append(radius > 5 && radius < 10 ? "1\n" : "0\n");
        }
        return text.toString();
    }

    @Test
    void anInterruptEndsARunInOrder() throws Exception {
        Files.createDirectory(folder.resolve("out"));
        try (Program.Going going = Program.start(
                folder,
                "run",
                "ising-critical.yaml",
                "--dashboard",
                "--port",
                "0",
                "--set",
                "schedule.epochs=1000000",
                "--set",
                "schedule.sweeps=5",
                "--set",
                "schedule.warmup=0",
                "--out",
                "out")) {
            String url = going.awaitLine("dashboard: ").split(": ")[1];
            awaitRow(url);
            going.signal("INT");
            Program.Ended ended = going.await();
            assertEquals("", ended.err());
            assertTrue(ended.out().contains("ising-critical stopped: "), ended.out());
        }
        Outcome outcome = Outcome.in(folder.resolve("out"));
        assertEquals("stopped", outcome.text("state"));
        assertEquals("", outcome.text("digest"));
        long epochs = outcome.rows().getLast().path("epoch").asLong() + 1;
        assertEquals(Long.toString(epochs), outcome.text("epochs"), "all that was counted is written");
        assertEquals(digest(outcome), outcome.text("metrics_digest"));
        assertTrue(Files.exists(folder.resolve("out/field.png")));
    }

    @Test
    void anInterruptThatComesBeforeTheRunHasBegunIsNotLost() throws Exception {
        try (Program.Going going = Program.start(
                folder,
                "run",
                "ising-critical.yaml",
                "--dashboard",
                "--port",
                "0",
                "--set",
                "schedule.epochs=1000000",
                "--out",
                "out")) {
            going.awaitLine("dashboard: ");
            going.signal("INT");
            assertTrue(going.await().out().contains("ising-critical stopped: "));
        }
        assertEquals("stopped", Outcome.in(folder.resolve("out")).text("state"));
    }

    /** Waits until the only run at this address shows its first row. */
    private static void awaitRow(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String id = "";
            while (id.isEmpty()) {
                HttpRequest list =
                        HttpRequest.newBuilder(URI.create(url + "api/v1/runs")).build();
                String body = client.send(list, BodyHandlers.ofString()).body();
                id = new JsonMapper()
                        .readTree(body)
                        .path("runs")
                        .path(0)
                        .path("id")
                        .asText();
            }
            HttpRequest live = HttpRequest.newBuilder(URI.create(url + "api/v1/runs/" + id + "/metrics"))
                    .header("Accept", "text/event-stream")
                    .build();
            try (Stream<String> lines =
                    client.send(live, BodyHandlers.ofLines()).body()) {
                assertTrue(lines.anyMatch(line -> line.startsWith("event:row")));
            }
        }
    }

    @Test
    void aTerminationEndsAServerInOrder() throws Exception {
        try (Program.Going going = Program.start(folder, "serve", "--port", "0", "--port-file", "port")) {
            String url = going.awaitLine("isinglass listens on ").split(" on ")[1];
            assertEquals(URI.create(url).getPort() + "\n", Files.readString(folder.resolve("port")));
            startEndlessRun(url);
            going.signal("TERM");
            Instant asked = Instant.now();
            Program.Ended ended = going.await();
            assertTrue(ended.code() == 0 || ended.code() == 143, "code " + ended.code());
            assertTrue(Instant.now().isBefore(asked.plusSeconds(10)), "it took its time");
            assertEquals("", ended.err());
        }
    }

    private static void startEndlessRun(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI runs = URI.create(url + "api/v1/runs?spec=phi4.yaml&set=schedule.epochs=1000000");
            HttpRequest request = HttpRequest.newBuilder(runs)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertEquals(201, client.send(request, BodyHandlers.ofString()).statusCode());
        }
        awaitRow(url);
    }

    private Program.Ended run(String... arguments) throws IOException, InterruptedException {
        Program.Ended ended = Program.run(folder, arguments);
        assertEquals(0, ended.code(), ended.all());
        return ended;
    }

    /** The files of a folder, by name, in hex. */
    private Map<String, String> contents(String name) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
