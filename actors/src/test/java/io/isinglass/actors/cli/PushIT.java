package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is fed over HTTP by a client that sends again what was not answered, while the server is killed. */
class PushIT {

    private static final int LINES = 400;
    private static final int KILLS = 4;
    private static final long SEED = 20261126;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String SPEC = """
        name: fed
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network, options: {lags: 2}}
        data: {kind: %s, options: {sites: "a,b,c,d", batch: 4%s}}
        schedule: {sweeps: 20%s}
        """;

    private static final String SETTINGS = "isinglass.store { snapshot-every = 50 ms, keep = 2 }\n";

    @TempDir
    private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> lines = new ArrayList<>();
    private final List<Long> poison = new ArrayList<>();
    private Program.Going server;
    private String url;
    private int kills;

    @Test
    void theNumbersAreThoseOfAFileOfTheSameLinesThoughTheServerIsKilled() throws Exception {
        write();
        Files.writeString(folder.resolve("settings.conf"), SETTINGS);
        List<String> expected = read();
        begin();
        try {
            assertEquals("fed-1", create());
            feed("fed-1", KILLS);
            assertEquals(KILLS, kills);
            assertEquals(expected, digests("fed-1"));
            assertEquals(poison, letters("fed-1"));

            assertEquals("fed-2", create());
            feed("fed-2", 0);
            assertEquals(expected, digests("fed-2"));
        } finally {
            server.close();
            server.process().waitFor();
        }
        assertTrue(kept("fed-1") < LINES / 2, "what no point needs has been dropped: " + kept("fed-1") + " are there");
    }

    /** Lines, of which every fiftieth or so is no record; the last is one. */
    private void write() throws IOException {
        for (int line = 1; line <= LINES; line++) {
            if (line < LINES && chance.nextInt(50) == 0) {
                lines.add("{\"a\":NaN}");
                poison.add((long) line);
            } else {
                int common = chance.nextInt(3) - 1;
                lines.add("{\"a\":%d,\"b\":%d,\"c\":%d,\"d\":%s}"
                        .formatted(
                                spin(common),
                                spin(common),
                                spin(-common),
                                chance.nextInt(10) == 0 ? "null" : Integer.toString(spin(0))));
            }
        }
        Files.writeString(folder.resolve("lines.ndjson"), String.join("\n", lines) + "\n");
    }

    private int spin(int towards) {
        return chance.nextInt(5) + 2 * towards >= 2 ? 1 : -1;
    }

    /** What a run comes to that reads the lines. */
    private List<String> read() throws Exception {
        int epochs = Math.ceilDiv(LINES - poison.size(), 4);
        Files.writeString(
                folder.resolve("read.yaml"), SPEC.formatted("ndjson", ", path: lines.ndjson", ", epochs: " + epochs));
        Program.Ended ended = Program.run(folder, "run", "read.yaml", "--out", "out");
        assertEquals(0, ended.code(), ended.all());
        Outcome outcome = Outcome.in(folder.resolve("out"));
        assertEquals(Integer.toString(epochs), outcome.text("epochs"));
        List<Long> letters = Files.readAllLines(folder.resolve("out/dead-letters.ndjson")).stream()
                .map(line -> json(line).path("line").asLong())
                .toList();
        assertEquals(poison, letters);
        return List.of(outcome.text("epochs"), outcome.text("digest"), outcome.text("metrics_digest"));
    }

    private void begin() throws IOException {
        server = Program.start(folder, "serve", "--port", "0", "--store", "store", "--config", "settings.conf");
        String listens = server.awaitLine("listens on");
        url = listens.substring(listens.indexOf("http://")) + "api/v1/runs";
    }

    private String create() throws Exception {
        HttpResponse<String> created = until("", SPEC.formatted("push", "", ""), answer -> answer.statusCode() == 201);
        return json(created.body()).path("id").asText();
    }

    /** Brings all lines, in portions, each again until it is answered; meanwhile the server is killed so often. */
    private void feed(String run, int times) throws Exception {
        TreeSet<Integer> killed = new TreeSet<>();
        while (killed.size() < times) {
            killed.add(chance.nextInt(LINES / 20, LINES));
        }
        int from = 0;
        while (from < LINES) {
            int end = Math.min(LINES, from + 1 + chance.nextInt(20));
            String portion = String.join("\n", lines.subList(from, end)) + "\n";
            String path = "/" + run + "/records?from=" + from + (end == LINES ? "&last=true" : "");
            if (!killed.isEmpty() && (killed.first() < end || end == LINES)) {
                killed.removeFirst();
                killDuring(path, portion);
            }
            HttpResponse<String> answer = until(path, portion, each -> each.statusCode() == 202);
            assertEquals(end, json(answer.body()).path("next").asInt());
            from = end;
        }
    }

    /** Kills the server while a portion is on its way, or just after, and begins it anew. */
    private void killDuring(String path, String portion) throws Exception {
        CompletableFuture<HttpResponse<String>> sent = client.sendAsync(request(path, portion), text());
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(chance.nextInt(30_000)));
        server.signal("KILL");
        server.process().waitFor();
        try {
            sent.join();
        } catch (CompletionException _) {
            // It may have been taken and not answered: that is what this is about.
        }
        kills++;
        begin();
    }

    private HttpRequest request(String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
        return path.contains("records")
                ? request.header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build()
                : body.isEmpty()
                        ? request.GET().build()
                        : request.POST(HttpRequest.BodyPublishers.ofString(body))
                                .build();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private HttpResponse<String> until(String path, String body, Predicate<HttpResponse<String>> wish)
            throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            HttpResponse<String> answer = client.send(request(path, body), text());
            if (wish.test(answer)) {
                return answer;
            }
            assertTrue(answer.statusCode() != 409 && Instant.now().isBefore(end), answer + ": " + answer.body());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private List<String> digests(String run) throws Exception {
        until("/" + run, "", answer -> answer.body().contains("\"state\":\"finished\""));
        JsonNode result = json(until("/" + run + "/result", "", answer -> answer.statusCode() == 200)
                .body());
        return List.of(
                result.path("epochs").asText(),
                result.path("digest").asText(),
                result.path("metrics_digest").asText());
    }

    private List<Long> letters(String run) throws Exception {
        return until("/" + run + "/dead-letters", "", answer -> answer.statusCode() == 200)
                .body()
                .lines()
                .map(line -> json(line).path("line").asLong())
                .toList();
    }

    /** How many records are left in the store. */
    private long kept(String run) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("store/journal") + ";DATABASE_TO_UPPER=false");
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM isinglass_record WHERE run = '" + run + "'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
