package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Cut;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of the fields of all chains on the whole lattice, in an order that does not show how the lattice is cut. */
public final class FieldDigest {

    private FieldDigest() {}

    /** Lower-case hex digest. {@code blocks} holds, for each block of the cut, its field of every chain. */
    public static String of(Cut cut, List<List<Field>> blocks) {
        MessageDigest sha = sha256();
        int chains = blocks.getFirst().size();
        Values values = blocks.getFirst().getFirst().values();
        String header = "isinglass field 1 %d %d %d %s\n"
                .formatted(cut.lattice().rows(), cut.lattice().columns(), chains, values);
        sha.update(header.getBytes(StandardCharsets.US_ASCII));
        for (int chain = 0; chain < chains; chain++) {
            for (int row = 0; row < cut.lattice().rows(); row++) {
                sha.update(row(cut, blocks, chain, row, values));
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** SHA-256, which every Java platform has. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] row(Cut cut, List<List<Field>> blocks, int chain, int row, Values values) {
        int columns = cut.lattice().columns();
        ByteBuffer bytes = ByteBuffer.allocate(values == Values.SPIN ? (columns + 7) / 8 : 8 * columns);
        int height = cut.lattice().rows() / cut.down();
        int width = columns / cut.across();
        for (int column = 0; column < columns; column++) {
            int block = row / height * cut.across() + column / width;
            double value = blocks.get(block).get(chain).at(row % height, column % width);
            if (values == Values.REAL) {
                bytes.putDouble(value);
            } else if (value > 0) {
                bytes.put(column >>> 3, (byte) (bytes.get(column >>> 3) | 1 << (column & 7)));
            }
        }
        return bytes.array();
    }
}
