package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as a client brings them. */
class RecordsTest {

    private static final String SPEC = """
        name: pushed
        seed: 7
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        learner: {kind: network, options: {lags: 1, score_after: 0}}
        data: %s
        schedule: {sweeps: 2%s}
        """;
    private static final String PUSH = SPEC.formatted("{kind: push, options: {sites: \"a,b,c\", batch: 2}}", "");
    private static final String TYPE = "application/x-ndjson";

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("seven.ndjson"), lines(0, 7));
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

    /** Records {@code from} to {@code end}, as lines. */
    private static String lines(int from, int end) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(from, end)
                .forEach(k -> lines.append("{\"a\":%d,\"b\":%d,\"c\":%d}%n"
                        .formatted(k * k % 3 == 1 ? 1 : -1, k % 2 == 0 ? 1 : -1, k % 5 < 2 ? 1 : -1)));
        return lines.toString();
    }

    private static String start(String spec) throws Exception {
        HttpResponse<String> created = api.post("/api/v1/runs", spec);
        assertEquals(201, created.statusCode(), created.body());
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<String> push(String run, String query, String lines) throws Exception {
        return api.post(run + "/records" + query, lines, "Content-Type", TYPE);
    }

    private static JsonNode accepted(String run, String query, String lines) throws Exception {
        HttpResponse<String> answer = push(run, query, lines);
        assertEquals(202, answer.statusCode(), answer.body());
        return Conversation.json(answer.body());
    }

    private static JsonNode refused(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("application/problem+json"));
        return Conversation.json(answer.body());
    }

    private static List<String> digests(String run) throws Exception {
        api.until(run, view -> view.path("state").asText().equals("finished"));
        JsonNode result = Conversation.json(api.get(run + "/result").body());
        return List.of(
                result.path("digest").asText(), result.path("metrics_digest").asText());
    }

    private static void learned(String run, int epochs) throws Exception {
        api.until(run, view -> view.path("epochs").asInt() == epochs);
    }

    @Test
    void aRunLearnsFromWhatIsPushedWhatItLearnsFromAFile() throws Exception {
        String read = start(SPEC.formatted("{kind: ndjson, options: {path: seven.ndjson, batch: 2}}", ", epochs: 4"));
        List<String> expected = digests(read);

        String atOnce = start(PUSH);
        accepted(atOnce, "?last=true", lines(0, 7));
        assertEquals(expected, digests(atOnce));

        String bit = start(PUSH);
        accepted(bit, "?from=0", lines(0, 1));
        accepted(bit, "?from=1", lines(1, 5));
        learned(bit, 2);
        JsonNode waiting = Conversation.json(api.get(bit).body());
        assertEquals("running", waiting.path("state").asText());
        assertTrue(waiting.path("total").isNull(), waiting::toString);
        accepted(bit, "?from=5", lines(5, 7));
        learned(bit, 3);
        assertEquals(7, accepted(bit, "?from=7&last=true", "").path("next").asInt());
        assertEquals(expected, digests(bit));
    }

    @Test
    void aRunThatWaitsForTheEndIsTakenUpOnceMoreAndComesToTheSame() throws Exception {
        String atOnce = start(PUSH);
        accepted(atOnce, "?last=true", lines(0, 6));
        String late = start(PUSH);
        accepted(late, "", lines(0, 6));
        learned(late, 3);
        accepted(late, "?last=true", "");

        assertEquals(digests(atOnce), digests(late));
    }

    @Test
    void whatIsSentAgainIsLearnedOnce() throws Exception {
        String run = start(PUSH);
        accepted(run, "?from=0", lines(0, 4));
        JsonNode again = accepted(run, "?from=0", lines(0, 6));

        assertEquals(4, again.path("repeated").asInt());
        assertEquals(2, again.path("taken").asInt());
        assertEquals(6, again.path("next").asInt());
        accepted(run, "?from=0&last=true", lines(0, 6));
        accepted(run, "?from=0&last=true", lines(0, 6));
        digests(run);
        assertEquals(3, Conversation.json(api.get(run).body()).path("epochs").asInt());
        accepted(run, "?from=0&last=true", lines(0, 6));
        assertEquals(6, refused(409, push(run, "", lines(6, 7))).path("next").asInt());
    }

    @Test
    void aGapIsToldWithTheNumberThatIsExpected() throws Exception {
        String run = start(PUSH);
        accepted(run, "", lines(0, 2));
        JsonNode gap = refused(409, push(run, "?from=3", lines(3, 4)));

        assertEquals(2, gap.path("next").asInt());
        assertEquals(
                "2 lines have come: the next are to be sent with from=2",
                gap.path("detail").asText());
    }

    @Test
    void poisonIsRejectedToldAndKept() throws Exception {
        String run = start(PUSH);
        String poison = "{\"a\":1,\"b\":NaN}\n{\"a\":0.5}\n\0\n";
        JsonNode answer = accepted(run, "?last=true", lines(0, 1) + poison + lines(1, 2));

        assertEquals(2, answer.path("taken").asInt());
        assertEquals(3, answer.path("rejected").asInt());
        assertEquals(
                "a is 0.5, no spin (1 or -1)",
                answer.path("reasons").path(1).path("reason").asText());
        digests(run);
        HttpResponse<String> letters = api.get(run + "/dead-letters");
        assertEquals("3", letters.headers().firstValue("X-Rejected").orElseThrow());
        assertEquals(TYPE, letters.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                List.of(2, 3, 4),
                letters.body()
                        .lines()
                        .map(line -> Conversation.json(line).path("line").asInt())
                        .toList());
    }

    @Test
    void aRunWithTooManyBeforeItTakesNoMore() throws Exception {
        String run = start(PUSH);
        assertEquals(202, api.post(run + "/pause", "").statusCode());
        int sent = Conversation.MOST_BACKLOG;
        accepted(run, "", lines(0, sent));
        HttpResponse<String> full = push(run, "", lines(sent, 2 * sent));
        if (full.statusCode() == 202) {
            // What was under way when it was paused is learned from all the same.
            sent *= 2;
            full = push(run, "", lines(sent, sent + 2));
        }

        refused(429, full);
        assertEquals("1", full.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(202, api.post(run + "/resume", "").statusCode());
        learned(run, sent / 2);
        assertEquals(
                sent + 2,
                accepted(run, "", lines(sent, sent + 2)).path("records").asInt());
    }

    @Test
    void theLastOfNothingIsRefused() throws Exception {
        refused(409, push(start(PUSH), "?last=true", ""));
    }

    @ParameterizedTest
    @CsvSource({"application/json, x", "text/plain, x", "application/x-ndjson, gzip"})
    void otherTypesAreRefused(String type, String encoding) throws Exception {
        HttpResponse<String> answer = encoding.equals("x")
                ? api.post(start(PUSH) + "/records", lines(0, 1), "Content-Type", type)
                : api.post(start(PUSH) + "/records", lines(0, 1), "Content-Type", type, "Content-Encoding", encoding);
        refused(415, answer);
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        String run = start(PUSH);
        refused(413, push(run, "", "x".repeat((int) Conversation.MOST_BYTES + 1)));
        assertEquals(1, accepted(run, "?from=0", lines(0, 1)).path("next").asInt());
    }

    @Test
    void aRunThatTakesNoneSaysSo() throws Exception {
        JsonNode problem = refused(409, push(api.start(1_000_000), "", lines(0, 1)));

        assertEquals(
                "the run takes no records: its data are not of the kind push",
                problem.path("detail").asText());
        refused(404, push("/api/v1/runs/nobody", "", lines(0, 1)));
    }

    @Test
    void aRunThatWasStoppedTakesNone() throws Exception {
        String run = start(PUSH);
        accepted(run, "", lines(0, 1));
        api.post(run + "/stop", "");
        api.until(run, view -> view.path("state").asText().equals("stopped"));

        refused(409, push(run, "", lines(1, 2)));
    }

    @Test
    void aRunCannotBeForked() throws Exception {
        String run = start(PUSH);
        accepted(run, "", lines(0, 4));

        refused(409, api.post(run + "/fork", ""));
    }

    @ParameterizedTest
    @CsvSource({"from=-1", "from=x", "last=x"})
    void aQueryThatCannotBeMeantIsRefused(String query) throws Exception {
        refused(400, push(start(PUSH), "?" + query, lines(0, 1)));
    }

    @Test
    void anIdIsNotUsedTwiceSoWhatWasPushedToAnotherIsNotFound() throws Exception {
        String run = start(PUSH);
        accepted(run, "", lines(0, 1));
        api.send("DELETE", run);
        String next = start(PUSH);

        assertNotEquals(run, next);
        assertEquals(1, accepted(next, "?from=0", lines(0, 1)).path("next").asInt());
    }
}
