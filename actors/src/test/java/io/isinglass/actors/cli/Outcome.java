package io.isinglass.actors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a run has written into its folder. */
record Outcome(Path folder, JsonNode result, List<ObjectNode> rows) {

    private static final JsonMapper MAPPER = new JsonMapper();

    static Outcome in(Path folder) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.ndjson"))) {
            rows.add((ObjectNode) MAPPER.readTree(line));
        }
        return new Outcome(folder, MAPPER.readTree(folder.resolve("result.json").toFile()), rows);
    }

    /** The chain of SHA-256 over the rows of each epoch without their times, from 32 zero bytes. */
    String rowsDigest() throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] digest = new byte[32];
        for (long epoch = 0; epoch < result.path("epochs").asLong(); epoch++) {
            sha.update(digest);
            for (ObjectNode row : rows) {
                if (row.path("epoch").asLong() == epoch) {
                    ObjectNode timeless = row.deepCopy();
                    timeless.remove("time");
                    sha.update((timeless + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            digest = sha.digest();
        }
        return HexFormat.of().formatHex(digest);
    }

    String text(String key) {
        return result.path(key).asText();
    }

    private JsonNode last(String key) {
        JsonNode row = result.path(text("run")).path(key);
        if (row.isMissingNode()) {
            throw new AssertionError("no " + key + " in " + result);
        }
        return row;
    }

    /** The last value of a metric. */
    double value(String key) {
        return last(key).path("value").doubleValue();
    }

    /** The error of the last value of a metric. */
    double error(String key) {
        return last(key).path("stderr").doubleValue();
    }
}
