package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.isinglass.actors.run.Result;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.State;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as a client meets it. */
class ApiTest {

    private static final int ROWS_AN_EPOCH = 12;

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("small.pbm"), "P1\n4 2\n0 1 0 1 1 1 0 0\n");
        api = new Conversation(data);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void clear() {
        api.clear();
    }

    @Test
    void aShippedSpecIsRunWithOverrides() throws Exception {
        HttpResponse<String> created = api.post(
                "/api/v1/runs?spec=phi4.yaml&set=lattice.rows=4&set=lattice.columns=6&set=schedule.epochs=2"
                        + "&set=schedule.warmup=0",
                "");
        assertEquals(201, created.statusCode(), created.body());
        JsonNode run = Conversation.json(created.body());
        String address = created.headers().firstValue("Location").orElseThrow();
        assertEquals("/api/v1/runs/" + run.path("id").asText(), address);
        assertEquals("phi4", run.path("name").asText());
        assertEquals(2, run.path("total").asInt());
        assertEquals(6, run.path("lattice").path("columns").asInt());
        assertEquals(1, run.path("lattice").path("depth").asInt());
        assertEquals(1, run.path("lattice").path("block_planes").asInt());

        api.events(address + "/metrics");
        JsonNode ended = Conversation.json(api.get(address).body());
        assertEquals("finished", ended.path("state").asText());
        assertEquals(2, ended.path("epochs").asInt());
        assertEquals(200, ended.path("sweeps").asInt());
        assertEquals(0, ended.path("left_s").asDouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "text/plain", "application/json"})
    void aSpecComesAsTheBody(String type) throws Exception {
        String spec = type.contains("json") ? """
            {"name": "body", "seed": 1, "lattice": {"rows": 4, "columns": 4},
             "model": {"kind": "ising", "couplings": {"K": 0.3}}, "schedule": {"epochs": 1, "sweeps": 1}}
            """ : """
                name: body
                seed: 1
                model: {kind: ising, couplings: {K: 0.3}}
                data: {kind: images, options: {path: small.pbm}}
                schedule: {epochs: 1, sweeps: 1}
                """;
        HttpResponse<String> created = api.post("/api/v1/runs", spec, "Content-Type", type);
        assertEquals(201, created.statusCode(), created.body());
        assertTrue(Conversation.json(created.body()).path("id").asText().startsWith("body-"));
    }

    @Test
    void runsAreListedTheNewestFirst() throws Exception {
        String first = api.finish(1);
        String second = api.finish(1);
        List<String> ids = StreamSupport.stream(
                        Conversation.json(api.get("/api/v1/runs").body())
                                .path("runs")
                                .spliterator(),
                        false)
                .map(run -> "/api/v1/runs/" + run.path("id").asText())
                .toList();
        assertEquals(List.of(second, first), ids);
    }

    @Test
    void metricsComePageByPage() throws Exception {
        String metrics = api.finish(4) + "/metrics";
        JsonNode first = page(metrics + "?limit=7");
        assertEquals(seqs(0, 7), seqs(first));
        assertEquals(6, first.path("next").asLong());
        assertEquals(0, first.path("missed").asLong());
        JsonNode second = page(metrics + "?limit=1000&after=6");
        assertEquals(seqs(7, 4L * ROWS_AN_EPOCH), seqs(second));
        assertEquals(List.of(), seqs(page(metrics + "?after=" + (4 * ROWS_AN_EPOCH - 1))));

        JsonNode energies = page(metrics + "?key=energy");
        assertEquals(List.of(1L, 13L, 25L, 37L), seqs(energies));
        JsonNode row = energies.path("rows").path(3);
        assertEquals("ising-critical", row.path("run").asText());
        assertEquals(3, row.path("epoch").asInt());
        assertEquals(7, row.path("sweep").asInt());
        assertTrue(row.path("value").isDouble() && row.path("time").isTextual(), row::toString);
    }

    private static JsonNode page(String path) throws Exception {
        HttpResponse<String> page = api.get(path);
        assertEquals(
                "application/json", page.headers().firstValue("Content-Type").orElseThrow());
        return Conversation.json(page.body());
    }

    private static List<Long> seqs(JsonNode page) {
        return StreamSupport.stream(page.path("rows").spliterator(), false)
                .map(row -> row.path("seq").asLong())
                .toList();
    }

    private static List<Long> seqs(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }

    @Test
    void picturesAreOfTheLatticeAndSayTheirEpoch() throws Exception {
        String run = api.finish(3);
        assertEquals(
                "field",
                Conversation.json(api.get(run).body()).path("pictures").path(0).asText());
        HttpResponse<byte[]> picture = api.bytes(run + "/pictures/field");
        assertEquals("image/png", picture.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("2", picture.headers().firstValue("X-Epoch").orElseThrow());
        assertEquals("no-store", picture.headers().firstValue("Cache-Control").orElseThrow());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertEquals(List.of(16, 8), List.of(image.getWidth(), image.getHeight()));
        assertEquals(404, api.get(run + "/pictures/nothing").statusCode());
    }

    @Test
    void theResultIsThereWhenTheRunHasEnded() throws Exception {
        String going = api.start(1_000_000);
        assertEquals(409, api.get(going + "/result").statusCode());
        api.send("DELETE", going);

        JsonNode result = Conversation.json(api.get(api.finish(3) + "/result").body());
        assertEquals("finished", result.path("state").asText());
        assertTrue(result.path("digest").asText().matches("[0-9a-f]{64}"), result::toString);
        assertTrue(result.path("metrics_digest").asText().matches("[0-9a-f]{64}"), result::toString);
        assertTrue(result.path("ising-critical").path("energy").path("value").isDouble(), result::toString);
    }

    @Test
    void deletingARunStopsItAndForgetsIt() throws Exception {
        String address = api.start(1_000_000);
        Run run = api.run(address);
        assertEquals(204, api.send("DELETE", address).statusCode());
        Result result = run.result().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(State.DELETED, result.state());
        assertEquals(404, api.get(address).statusCode());
        assertEquals(404, api.send("DELETE", address).statusCode());
        assertNotEquals(address, api.start(1), "an id is not used twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alive", "ready"})
    void probesAnswer(String probe) throws Exception {
        HttpResponse<String> answer = api.get("/" + probe);
        assertEquals(200, answer.statusCode());
        assertEquals(probe + "\n", answer.body());
    }

    @Test
    void theDashboardLoadsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = api.get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'self'; "), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        var sources =
                java.util.regex.Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page.body());
        while (sources.find()) {
            assertEquals(200, api.get("/").statusCode());
            HttpResponse<String> part = api.get("/" + sources.group(1).replaceFirst("^\\.?/", ""));
            assertEquals(200, part.statusCode(), sources.group(1));
            assertEquals(
                    "nosniff",
                    part.headers().firstValue("X-Content-Type-Options").orElseThrow());
        }
    }
}
