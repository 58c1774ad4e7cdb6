package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is started where the data of its runs are not there, or not yet. */
class LostDataTest {

    private static final String SPEC = """
        name: read
        seed: 7
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        learner: {kind: network, options: {lags: 0}}
        data: {kind: csv, options: {path: records.csv}}
        schedule: {epochs: %d, sweeps: 2}
        """;
    private static final int RECORDS = 60;
    private static final int LOOKS = 20;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.createDirectory(folder.resolve("data")).resolve("records.csv");
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int k = 0; k < RECORDS; k++) {
            text.append("%d,%d,%d%n".formatted(k * k % 3 == 1 ? 1 : -1, k % 2 == 0 ? 1 : -1, k % 5 < 2 ? 1 : -1));
        }
        Files.writeString(file, text);
    }

    private Conversation serve(String store) throws Exception {
        var own = ConfigFactory.parseMap(
                Map.of("isinglass.store.path", folder.resolve(store).toString()));
        return new Conversation(file.getParent(), Settings.of(own.withFallback(ConfigFactory.load())));
    }

    private static String begin(Conversation api, int epochs) throws Exception {
        return api.post("/api/v1/runs", SPEC.formatted(epochs))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static boolean isFinished(JsonNode view) {
        return view.path("state").asText().equals("finished");
    }

    private static List<String> digests(Conversation api, String run) throws Exception {
        api.until(run, LostDataTest::isFinished);
        JsonNode result = Conversation.json(api.get(run + "/result").body());
        return List.of(
                result.path("digest").asText(), result.path("metrics_digest").asText());
    }

    private JsonNode listed(Conversation api) throws Exception {
        var answer = api.get("/api/v1/runs");
        assertEquals(200, answer.statusCode(), answer.body());
        return Conversation.json(answer.body()).path("runs");
    }

    @Test
    void aRunWaitsForItsDataAndComesToTheSameNumbers() throws Exception {
        Path away = folder.resolve("away.csv");
        Conversation first = serve("store");
        String run = begin(first, LOOKS * RECORDS);
        first.until(run, view -> view.path("epochs").asInt() > 3);
        first.end();
        Files.move(file, away);

        Conversation second = serve("store");
        JsonNode waiting =
                second.until(run, view -> view.path("notice").asText().contains("records.csv"));
        assertEquals("running", waiting.path("state").asText());
        assertEquals(3, waiting.path("lattice").path("columns").asInt());
        assertEquals(3, waiting.path("lattice").path("bonds").asInt());
        assertEquals(
                run.substring(run.lastIndexOf('/') + 1),
                listed(second).path(0).path("id").asText());
        JsonNode rows = Conversation.json(second.get(run + "/metrics?limit=1").body());
        assertEquals(1, rows.path("rows").size());
        assertTrue(second.get("/metrics").body().contains("isinglass_sources_away 1"), "it is counted");

        Files.move(away, file);
        List<String> seen = digests(second, run);
        second.close();
        try (Conversation other = serve("other")) {
            assertEquals(digests(other, begin(other, LOOKS * RECORDS)), seen);
        }
    }

    @Test
    void whatIsOverIsToldWithoutItsDataAndCanBeRemoved() throws Exception {
        Conversation first = serve("store");
        String run = begin(first, RECORDS);
        List<String> digests = digests(first, run);
        first.end();
        Files.delete(file);

        try (Conversation second = serve("store")) {
            assertTrue(isFinished(listed(second).path(0)));
            assertEquals(digests, digests(second, run));
            assertTrue(second.get(run + "/model").body().contains("records.csv"), "what it has learned it cannot tell");
            var asked = second.get(run.replace("api/v1/runs", "v2/models"));
            assertEquals(503, asked.statusCode());
            assertTrue(asked.body().contains("there is no file records.csv"), asked::body);
            assertEquals(204, second.send("DELETE", run).statusCode());
            assertEquals(0, listed(second).size());
        }
    }

    @Test
    void aRunThatWaitsForItsDataCanBeRemoved() throws Exception {
        Conversation first = serve("store");
        String run = begin(first, LOOKS * RECORDS);
        first.until(run, view -> view.path("epochs").asInt() > 0);
        first.end();
        Files.delete(file);

        try (Conversation second = serve("store")) {
            second.until(run, view -> !view.path("notice").asText().isEmpty());
            assertEquals(204, second.send("DELETE", run).statusCode());
            assertEquals(0, listed(second).size());
        }
    }
}
