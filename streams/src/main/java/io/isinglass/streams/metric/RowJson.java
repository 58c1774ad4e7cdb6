package io.isinglass.streams.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Rows as lines of JSON, and a running SHA-256 of those lines without their times. */
public final class RowJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final MessageDigest sha;

    /** A digest of no rows yet. */
    public RowJson() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The row on one line, without a line feed. */
    public static String line(Row row) {
        try {
            return MAPPER.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a row to the digest. */
    public void digest(Row row) {
        ObjectNode node = MAPPER.valueToTree(row);
        node.remove("time");
        sha.update((node + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Lower-case hex digest of the rows so far; ends this digest. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
