package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.isinglass.actors.Quiet;
import io.isinglass.actors.run.LocalFiles;
import io.isinglass.config.Experiments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers when something is wrong: RFC 9457, and nothing of its insides. */
@ExtendWith(Quiet.class)
class ProblemsTest {

    private static final String SPEC = """
        name: trial
        seed: 1
        lattice: {rows: 4, columns: 4}
        model:
          kind: ising
          couplings: {K: 0.3}
        schedule: {epochs: 1, sweeps: 1}
        """;
    private static final String PICTURE = "P1\n4 4\n" + "0 1 ".repeat(8);

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("secret.pbm"), PICTURE);
        Files.writeString(data.resolve("open.pbm"), PICTURE);
        Files.createSymbolicLink(data.resolve("link.pbm"), folder.resolve("secret.pbm"));
        Files.createSymbolicLink(data.resolve("up"), folder);
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

    /** Asserts that the answer is a problem of this status, and returns it. */
    private static JsonNode problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        assertTrue(type.startsWith("application/problem+json"), type);
        JsonNode problem = Conversation.json(answer.body());
        assertEquals("about:blank", problem.path("type").asText());
        assertFalse(problem.path("title").asText().isEmpty());
        assertEquals(status, problem.path("status").asInt());
        assertFalse(problem.path("detail").asText().isEmpty());
        for (String inside : List.of("Exception", "akka.", "java.", "scala", "\\tat ", "Rejection")) {
            assertFalse(answer.body().contains(inside), answer.body());
        }
        return problem;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1",
                "/api/v2/runs",
                "/api/v1/runs/none",
                "/api/v1/runs/none/metrics",
                "/api/v1/runs/%3Cscript%3E",
                "/dom.js/../../application.conf",
                "/..%2f..%2f..%2f..%2fapplication.conf",
                "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/application.conf"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        problem(404, api.get(path));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/runs, GET",
        "DELETE, /api/v1/runs, POST",
        "PATCH, /api/v1/runs, POST",
        "POST, /alive, GET",
        "POST, /metrics, GET",
        "DELETE, /ready, GET"
    })
    void aMethodThatIsNotAllowedIsToldWhichAre(String method, String path, String allowed) throws Exception {
        JsonNode problem = problem(405, api.send(method, path));
        assertTrue(problem.path("detail").asText().contains(allowed), problem::toString);
    }

    @Test
    void theMethodsOfARunAreKept() throws Exception {
        String run = api.start(1_000_000);
        problem(405, api.send("POST", run));
        problem(405, api.send("DELETE", run + "/metrics"));
        problem(405, api.send("PUT", run + "/pictures/field"));
        assertEquals(200, api.get(run).statusCode(), "the run is still there");
    }

    @Test
    void aMethodThatNobodyKnowsIsNotImplemented() throws Exception {
        assertEquals(501, api.send("BREW", "/api/v1/runs").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=abc", "limit=x", "limit=99999999999"})
    void aQueryThatIsNoNumberIsABadRequest(String query) throws Exception {
        JsonNode problem = problem(400, api.get(api.start(1) + "/metrics?" + query));
        assertTrue(problem.path("detail").asText().contains(query.split("=")[0]), problem::toString);
    }

    @Test
    void aSpecIsGivenOnceOrNamedOnce() throws Exception {
        problem(400, api.post("/api/v1/runs", ""));
        problem(400, api.post("/api/v1/runs?spec=phi4.yaml", SPEC));
        JsonNode unknown = problem(404, api.post("/api/v1/runs?spec=phi5.yaml", ""));
        assertTrue(unknown.path("detail").asText().contains("phi4.yaml"), unknown::toString);
        problem(404, api.post("/api/v1/runs?spec=../experiments/phi4.yaml", ""));
    }

    @Test
    void aBadSpecIsToldLineByLine() throws Exception {
        HttpResponse<String> answer = api.post(
                "/api/v1/runs?set=schedule.lag=99",
                SPEC.replace("rows: 4", "rows: 5x").replace("seed", "sead"));
        JsonNode errors = problem(422, answer).path("errors");
        assertEquals(4, errors.size(), errors::toString);
        assertEquals(1, errors.path(0).path("line").asInt(), "seed is missing");
        assertEquals(2, errors.path(1).path("line").asInt());
        assertEquals("sead", errors.path(1).path("path").asText());
        assertEquals(3, errors.path(2).path("line").asInt());
        assertEquals("schedule.lag", errors.path(3).path("path").asText());
        assertEquals(0, api.count(), "nothing has begun");
    }

    @ParameterizedTest
    @CsvSource({"K: 0.3, K: 1e9, 6", "kind: ising, kind: isnig, 5", "rows: 4, rows: 5, 3"})
    void aSpecThatCannotBeRunIsToldItsLine(String good, String bad, int line) throws Exception {
        JsonNode errors =
                problem(422, api.post("/api/v1/runs", SPEC.replace(good, bad))).path("errors");
        assertEquals(line, errors.path(0).path("line").asInt(), errors::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsTooLargeIsRefused(boolean chunked) throws Exception {
        byte[] body = "#".repeat((int) Conversation.MOST_BYTES + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<String> answer = api.send(
                "POST",
                "/api/v1/runs",
                chunked
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body),
                BodyHandlers.ofString());
        JsonNode problem = problem(413, answer);
        assertTrue(problem.path("detail").asText().contains("8192"), problem::toString);
    }

    @Test
    void tooManyRunsAreRefusedUntilOneIsDeleted() throws Exception {
        String first = api.start(1_000_000);
        api.start(1);
        api.start(1);
        HttpResponse<String> answer = api.post("/api/v1/runs", SPEC);
        problem(429, answer);
        assertEquals("10", answer.headers().firstValue("Retry-After").orElseThrow());
        api.send("DELETE", first);
        assertEquals(201, api.post("/api/v1/runs", SPEC).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../secret.pbm",
                "link.pbm",
                "up/secret.pbm",
                "up",
                "..",
                "sub/../../secret.pbm",
                "file:///etc/passwd"
            })
    void dataOutsideTheFolderAreNotThere(String path) throws Exception {
        String spec = "data: {kind: images, options: {path: \"%s\"}}\n" + SPEC;
        JsonNode problem = problem(422, api.post("/api/v1/runs", spec.formatted(path)));
        String detail = problem.path("detail").asText();
        assertEquals(
                "spec:1: data.options.path: there is no file " + path + " (shipped: "
                        + String.join(", ", Experiments.dataNames()) + ")",
                detail);
        assertEquals(201, api.post("/api/v1/runs", spec.formatted("open.pbm")).statusCode(), "the control");
    }

    @Test
    void aPortInUseIsToldByItsNumber() {
        int port = api.server().port();
        IOException refusal = assertThrows(
                IOException.class,
                () -> Server.listen(
                        "127.0.0.1", port, api.runs(), api.node(), new LocalFiles(List.of(), true), Conversation.HTTP));
        assertTrue(refusal.getMessage().contains("port " + port), refusal::getMessage);
    }
}
