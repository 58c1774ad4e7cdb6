package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the program ends when it is told to: in order, and soon. */
class EndIT {

    @TempDir
    private Path folder;

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
        assertEquals(outcome.rowsDigest(), outcome.text("metrics_digest"));
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
}
