package io.isinglass.streams.metric;

import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of all rows so far, epoch by epoch: the SHA-256 of the digest before and of the epoch's rows, as lines of
 * JSON without their times, each ended by a line feed. Before the first epoch it is 32 zero bytes.
 */
public final class RowChain implements Memory {

    private static final int LENGTH = 32;
    private static final Mark MARK = new Mark("a chain of rows");

    private final byte[] digest = new byte[LENGTH];

    /** Adds the rows of the next epoch, even if there are none. */
    public void add(List<Row> rows) {
        MessageDigest sha = sha256();
        sha.update(digest);
        for (Row row : rows) {
            sha.update((RowJson.timeless(row) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.arraycopy(sha.digest(), 0, digest, 0, LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest as it is now, in lower-case hex. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        out.write(digest);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        in.readFully(digest);
    }
}
