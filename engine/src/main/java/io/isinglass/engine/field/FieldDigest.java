package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
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
        Lattice lattice = cut.lattice();
        String header = "isinglass field 2 %d %d %d %d %s\n"
                .formatted(lattice.depth(), lattice.rows(), lattice.columns(), chains, values);
        sha.update(header.getBytes(StandardCharsets.US_ASCII));
        for (int chain = 0; chain < chains; chain++) {
            for (int row = 0; row < lattice.depth() * lattice.rows(); row++) {
                sha.update(row(cut, blocks, chain, row, values));
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** SHA-256, which every Java platform has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] row(Cut cut, List<List<Field>> blocks, int chain, int row, Values values) {
        int columns = cut.lattice().columns();
        ByteBuffer bytes = ByteBuffer.allocate(values == Values.SPIN ? (columns + 7) / 8 : 8 * columns);
        Patch first = cut.patch(0);
        int z = row / cut.lattice().rows();
        int y = row % cut.lattice().rows();
        int blockRow = z / first.depth() * cut.down() + y / first.rows();
        for (int column = 0; column < columns; column++) {
            Field field = blocks.get(blockRow * cut.across() + column / first.columns())
                    .get(chain);
            double value = field.at(z % first.depth(), y % first.rows(), column % first.columns());
            if (values == Values.REAL) {
                bytes.putDouble(value);
            } else if (value > 0) {
                bytes.put(column >>> 3, (byte) (bytes.get(column >>> 3) | 1 << (column & 7)));
            }
        }
        return bytes.array();
    }
}
