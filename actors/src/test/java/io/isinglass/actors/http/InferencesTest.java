package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.isinglass.streams.serve.Safetensors;
import io.isinglass.streams.serve.Tensor;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs as a client of the Open Inference Protocol finds them, and the files of what they have learned. */
class InferencesTest {

    private static final String SPEC = """
        name: net
        seed: 7
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        learner: {kind: network, options: {lags: 1, score_after: 0}}
        data: {kind: ndjson, options: {path: records.ndjson, batch: 10}}
        schedule: {sweeps: 2, epochs: %d}
        """;

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Files.writeString(
                data.resolve("records.ndjson"),
                IntStream.range(0, 60)
                        .mapToObj(k -> "{\"a\":%d,\"b\":%d,\"c\":%d}%n"
                                .formatted(k * k % 3 == 1 ? 1 : -1, k % 2 == 0 ? 1 : -1, k % 5 < 2 ? 1 : -1))
                        .collect(Collectors.joining()));
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

    /** The id of a run that has ended. */
    private static String learned(String spec) throws Exception {
        HttpResponse<String> created = api.post("/api/v1/runs", spec);
        assertEquals(201, created.statusCode(), created.body());
        String run = created.headers().firstValue("Location").orElseThrow();
        api.until(run, view -> view.path("state").asText().equals("finished"));
        return run.substring(run.lastIndexOf('/') + 1);
    }

    private static String network() throws Exception {
        return learned(SPEC.formatted(6));
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElseThrow());
        return Conversation.json(answer.body());
    }

    private static JsonNode get(String path) throws Exception {
        return ok(api.get(path));
    }

    private static HttpResponse<String> infer(String model, String body) throws Exception {
        return api.post("/v2/models/" + model + "/infer", body, "Content-Type", "application/json");
    }

    private static String error(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonNode body = Conversation.json(answer.body());
        assertEquals(1, body.size(), answer.body());
        return body.path("error").asText();
    }

    private static String asked(String data, String outputs) {
        return """
            {"id": "42", "inputs": [{"name": "record", "shape": [1, 3], "datatype": "INT8", "data": %s}], "outputs": %s}
            """.formatted(data, outputs);
    }

    private static List<Double> output(JsonNode answer, String name) {
        JsonNode tensor = StreamSupport.stream(answer.path("outputs").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
        List<Double> values = new ArrayList<>();
        tensor.path("data").forEach(value -> values.add(value.isNull() ? Double.NaN : value.asDouble()));
        return values;
    }

    private static Map<String, double[]> tensors(String run) throws Exception {
        HttpResponse<byte[]> file = api.bytes("/api/v1/runs/" + run + "/model");
        assertEquals(200, file.statusCode());
        assertEquals(
                "attachment; filename=\"" + run + ".safetensors\"",
                file.headers().firstValue("Content-Disposition").orElseThrow());
        return Safetensors.read(file.body()).tensors().stream().collect(Collectors.toMap(Tensor::name, Tensor::values));
    }

    @Test
    void theServerSaysWhatItIs() throws Exception {
        assertEquals("isinglass", get("/v2").path("name").asText());
        assertTrue(get("/v2/health/live").path("live").asBoolean());
        assertTrue(get("/v2/health/ready").path("ready").asBoolean());
    }

    @Test
    void aRunIsAModel() throws Exception {
        String run = network();
        JsonNode model = get("/v2/models/" + run);

        assertEquals(run, model.path("name").asText());
        assertEquals("[\"6\"]", model.path("versions").toString());
        assertEquals("isinglass_network", model.path("platform").asText());
        assertEquals(
                "{\"name\":\"record\",\"datatype\":\"FP64\",\"shape\":[-1,3]}",
                model.path("inputs").path(0).toString());
        assertEquals(model, get("/v2/models/" + run + "/versions/6"));
        assertTrue(get("/v2/models/" + run + "/ready").path("ready").asBoolean());
    }

    /** Of three sites one is missing: p is a logistic function of its pull, by the tensors of the file. */
    @Test
    void whatIsMissingIsInferredAsTheSavedModelSays() throws Exception {
        String run = network();
        Map<String, double[]> tensors = tensors(run);
        double[] coupling = tensors.get("coupling");
        double[] field = tensors.get("field");
        // Bonds of three sites: 0-1, 0-2, 1-2; the record is (+, ?, −).
        double pull = field[1] + coupling[0] - coupling[2];
        double up = 1 / (1 + Math.exp(-2 * pull));
        JsonNode answer = ok(infer(run, asked("[[1, null, -1]]", "[]")));

        assertEquals("42", answer.path("id").asText());
        assertEquals(run, answer.path("model_name").asText());
        assertEquals("6", answer.path("model_version").asText());
        List<Double> probability = output(answer, "probability");
        assertEquals(List.of(1.0, 0.0), List.of(probability.get(0), probability.get(2)));
        assertEquals(up, probability.get(1), 1e-12);
        assertEquals(List.of(0.0, 0.0, 0.0), output(answer, "probability_error"));
        double seen = field[0] - field[2] - coupling[1];
        assertEquals(
                -seen - Math.log(2 * Math.cosh(pull)), output(answer, "energy").getFirst(), 1e-12);
        assertEquals(1, output(answer, "log_loss").size());
    }

    @Test
    void aMaskSaysWhatIsMissingToo() throws Exception {
        String run = network();
        String masked = """
            {"id": "42", "parameters": {"seed": 0}, "inputs": [
                {"name": "record", "shape": [1, 3], "datatype": "FP32", "data": [1, 0, -1]},
                {"name": "missing", "shape": [1, 3], "datatype": "BOOL", "data": [false, true, false]}]}
            """;

        String first = infer(run, masked).body();
        assertEquals(first, infer(run, masked).body());
        assertEquals(first, infer(run, asked("[1, null, -1]", "[]")).body());
    }

    @Test
    void theSeedDecidesWhatIsSampled() throws Exception {
        String run = network();
        String body = """
            {"parameters": {"seed": %d}, "inputs": [{"name": "record", "shape": [8, 3], "datatype": "FP64", "data": [%s]}],
             "outputs": [{"name": "sample"}]}
            """;
        String missing = String.join(",", Collections.nCopies(24, "null"));
        List<List<Double>> samples = new ArrayList<>();
        for (int seed : new int[] {1, 1, 2}) {
            samples.add(output(ok(infer(run, body.formatted(seed, missing))), "sample"));
        }
        assertEquals(samples.get(0), samples.get(1));
        assertTrue(!samples.get(0).equals(samples.get(2)));
    }

    /** The run that was asked comes to the digests of one that was not. */
    @Test
    void askingDisturbsNothing() throws Exception {
        String alone = network();
        HttpResponse<String> created = api.post("/api/v1/runs?set=schedule.sweeps=2", SPEC.formatted(6));
        String run = created.headers().firstValue("Location").orElseThrow();
        String id = run.substring(run.lastIndexOf('/') + 1);
        while (!Conversation.json(api.get(run).body()).path("state").asText().equals("finished")) {
            infer(id, asked("[1, null, -1]", "[]"));
            api.post(run + "/checkpoint", "");
        }
        JsonNode one = get("/api/v1/runs/" + alone + "/result");
        JsonNode other = get(run + "/result");
        assertEquals(one.path("metrics_digest"), other.path("metrics_digest"));
        assertEquals(one.path("digest"), other.path("digest"));
        assertEquals(
                infer(alone, asked("[1, null, -1]", "[]")).body().replace(alone, id),
                infer(id, asked("[1, null, -1]", "[]")).body());
    }

    @Test
    void aRunThatWasKeptIsAskedWhileItGoesOn() throws Exception {
        String run = api.start(1_000_000);
        String id = run.substring(run.lastIndexOf('/') + 1);
        assertTrue(error(503, infer(id, "{}")).contains("/checkpoint keeps it as it is"));
        assertEquals(503, api.get("/v2/models/" + id + "/ready").statusCode());
        api.post(run + "/checkpoint", "");
        api.until(run, view -> !view.path("points").isEmpty());
        String ones = String.join(",", Collections.nCopies(128, "1"));

        JsonNode answer = ok(infer(
                id,
                "{\"inputs\": [{\"name\": \"field\", \"shape\": [1, 128], \"datatype\": \"FP64\", \"data\": [" + ones
                        + "]}]}"));
        double theta = tensors(id).get("theta")[0];
        assertEquals(-256 * theta, output(answer, "energy").getFirst(), 1e-9, "all bonds of 8 x 16 spins");
        assertEquals(256, output(answer, "statistics").getFirst());
        assertEquals(
                "running", Conversation.json(api.get(run).body()).path("state").asText());
    }

    @Test
    void theManifestSaysWhatTheFileHolds() throws Exception {
        String run = network();
        JsonNode manifest = get("/api/v1/runs/" + run + "/model.json");
        byte[] file = api.bytes("/api/v1/runs/" + run + "/model").body();
        JsonNode view = get("/api/v1/runs/" + run + "/result");

        assertEquals("[\"a\",\"b\",\"c\"]", manifest.path("sites").toString());
        assertEquals(view.path("metrics_digest"), manifest.path("metrics_digest"));
        assertEquals(view.path("spec_hash"), manifest.path("spec_digest"));
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)),
                manifest.path("digest").asText());
        List<String> names = new ArrayList<>();
        manifest.path("tensors").forEach(tensor -> names.add(tensor.path("name").asText()));
        assertEquals(Safetensors.read(file).tensors().stream().map(Tensor::name).toList(), names);
        assertEquals(
                "coupling_error", manifest.path("tensors").path(0).path("error").asText());
        HttpResponse<byte[]> npz = api.bytes("/api/v1/runs/" + run + "/model.npz");
        assertArrayEquals(new byte[] {'P', 'K'}, Arrays.copyOf(npz.body(), 2));
        assertEquals(409, api.get("/api/v1/runs/" + run + "/model?epoch=5").statusCode());
        assertEquals(404, api.get("/api/v1/runs/" + run + "/model.txt").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2, -1] | INT8 | [1, 3] | record must be 1 or -1, was 2.0 at value 1 of record 0",
                "[1, 200, -1] | INT8 | [1, 3] | record is of datatype INT8, and holds 200",
                "[1, 0.5, -1] | INT8 | [1, 3] | record is of datatype INT8, and holds 0.5",
                "[1, \"x\", -1] | FP64 | [1, 3] | record is of datatype FP64, and holds \"x\"",
                "[1, 1e999, -1] | FP64 | [1, 3] | record must be 1 or -1, was Infinity at value 1 of record 0",
                "[1, 1] | FP64 | [1, 3] | record of shape [1, 3] must have 3 values, has 2",
                "[1, 1] | FP64 | [1, 2] | shape of record must be [1, 3], the first the number of records, was [1, 2]",
                "[1, 1, 1] | FP64 | [1, 3.5] | shape of record must be of whole numbers, was 3.5",
                "[[[1, 1, 1]]] | FP64 | [1, 3] | data of record must be an array, in as many axes as its shape or in"
                        + " one",
                "[1, 1, 1] | BYTES | [1, 3] | 'datatype of record must be BOOL, FP32, FP64, or whole numbers such as"
                        + " INT8, was \"BYTES\"'",
                "[1, NaN, 1] | FP64 | [1, 3] | the body is no JSON"
            })
    void whatCannotBeAskedIsRefusedWithTheValue(String data, String type, String shape, String expected)
            throws Exception {
        String run = network();
        String body = "{\"inputs\": [{\"name\": \"record\", \"shape\": %s, \"datatype\": \"%s\", \"data\": %s}]}"
                .formatted(shape, type, data);
        assertEquals(expected, error(400, infer(run, body)));
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        String run = network();
        assertEquals("there is no model nobody", error(404, infer("nobody", "{}")));
        assertEquals("there is no model nobody", error(404, api.get("/v2/models/nobody")));
        assertEquals(
                "there is no version 5 of model " + run + " (there are: [6])",
                error(404, api.get("/v2/models/" + run + "/versions/5")));
        error(404, api.get("/v2/nothing"));
        error(405, api.post("/v2", ""));
        assertEquals(
                "unknown output \"mood\" (known: probability, probability_error, expectation, sample, energy,"
                        + " log_loss)",
                error(400, infer(run, asked("[1, 1, 1]", "[{\"name\": \"mood\"}]"))));
        assertEquals("inputs must be an array of tensors", error(400, infer(run, "{}")));
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        String run = network();
        error(413, infer(run, " ".repeat((int) Conversation.MOST_BYTES + 1)));
        String many =
                "{\"inputs\": [{\"name\": \"record\", \"shape\": [100, 3], \"datatype\": \"FP64\", \"data\": [1]}]}";
        assertEquals(
                "a question must hold at most 200 values: ask of fewer records at a time",
                error(413, infer(run, many)));
    }

    @Test
    void aModelThatCannotBeAskedSaysSo() throws Exception {
        String run = learned("""
            name: bound
            seed: 1
            lattice: {rows: 4, columns: 4}
            model: {kind: mean-field, couplings: {K: 0.3}}
            kernel: coordinate-ascent
            schedule: {epochs: 2, sweeps: 2}
            """);
        assertEquals(
                "a mean-field of learner none answers no questions: its numbers are in the file model",
                error(501, infer(run, "{}")));
        assertEquals(503, api.get("/v2/models/" + run + "/ready").statusCode());
        assertTrue(tensors(run).containsKey("theta"));
    }
}
