package io.isinglass.engine.field;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Patch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A block as it stood before a step, in bytes, with their SHA-256: fields, evidence and running sums of every chain.
 *
 * @param digest lower-case hex of the SHA-256 of {@code bytes}
 */
public record Snapshot(byte[] bytes, String digest) {

    /*
     * Format 1, big-endian: "ISNG", version, kind of values (0 spins, 1 reals), top, left, rows, columns, step, chains; for each chain the
     * values (a bit a spin, row by row, or a double), the number of evidence values and they, the number of sweeps in
     * the running sums, the number of sums and they.
     */

    private static final int MAGIC = 0x49534E47;
    private static final int VERSION = 1;

    /** What a snapshot holds of one chain: its field, and sums over {@code watched} sweeps of each site's value. */
    public record Chain(Field field, long watched, double[] sums) {}

    /** What a snapshot holds. */
    public record Content(Patch patch, Values values, long step, List<Chain> chains) {

        public Content {
            chains = List.copyOf(chains);
        }
    }

    public static Snapshot of(Content content) {
        int size = 40;
        for (Chain chain : content.chains()) {
            size += 8 * content.patch().sites() + 8 * chain.field().evidence().length + 8 * chain.sums().length + 16;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        Patch patch = content.patch();
        out.putInt(MAGIC).put((byte) VERSION).put(code(content.values()));
        out.putInt(patch.top()).putInt(patch.left()).putInt(patch.rows()).putInt(patch.columns());
        out.putLong(content.step()).putInt(content.chains().size());
        for (Chain chain : content.chains()) {
            putField(out, chain.field());
            putDoubles(out, chain.field().evidence());
            out.putLong(chain.watched());
            putDoubles(out, chain.sums());
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return new Snapshot(bytes, digest(bytes));
    }

    /** Reads the snapshot back; refuses bytes that are not those it was made with. */
    public Content content() {
        if (!digest(bytes).equals(digest)) {
            throw new Refused("", "snapshot is damaged: its digest is " + digest(bytes) + ", expected " + digest);
        }
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException _) {
            throw new Refused("", "snapshot is cut short at " + bytes.length + " bytes");
        }
    }

    private static Content read(ByteBuffer in) {
        if (in.getInt() != MAGIC) {
            throw new Refused("", "not a snapshot of a block");
        }
        int version = in.get();
        if (version != VERSION) {
            throw new Refused("", "snapshot format must be " + VERSION + ", was " + version);
        }
        Values values = values(in.get());
        Patch patch = new Patch(in.getInt(), in.getInt(), in.getInt(), in.getInt());
        long step = in.getLong();
        int count = in.getInt();
        List<Chain> chains = new ArrayList<>();
        for (int chain = 0; chain < count; chain++) {
            Field field = new Field(patch, values);
            readField(in, field);
            field.show(doubles(in));
            chains.add(new Chain(field, in.getLong(), doubles(in)));
        }
        return new Content(patch, values, step, chains);
    }

    private static byte code(Values values) {
        return switch (values) {
            case SPIN -> 0;
            case REAL -> 1;
        };
    }

    private static Values values(byte code) {
        return switch (code) {
            case 0 -> Values.SPIN;
            case 1 -> Values.REAL;
            default -> throw new Refused("", "unknown kind of values in snapshot: " + code);
        };
    }

    private static void putField(ByteBuffer out, Field field) {
        int bits = 0;
        int filled = 0;
        for (int y = 0; y < field.patch().rows(); y++) {
            for (int x = 0; x < field.patch().columns(); x++) {
                if (field.values() == Values.REAL) {
                    out.putDouble(field.at(y, x));
                    continue;
                }
                bits |= (field.at(y, x) > 0 ? 1 : 0) << filled;
                if (++filled == 8) {
                    out.put((byte) bits);
                    bits = 0;
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            out.put((byte) bits);
        }
    }

    private static void readField(ByteBuffer in, Field field) {
        int slot = 0;
        int bits = 0;
        for (int y = 0; y < field.patch().rows(); y++) {
            for (int x = 0; x < field.patch().columns(); x++) {
                if (field.values() == Values.REAL) {
                    field.set(y, x, in.getDouble());
                    continue;
                }
                if ((slot & 7) == 0) {
                    bits = in.get();
                }
                field.set(y, x, (bits >>> (slot++ & 7) & 1) != 0 ? 1 : -1);
            }
        }
    }

    private static void putDoubles(ByteBuffer out, double[] values) {
        out.putInt(values.length);
        for (double value : values) {
            out.putDouble(value);
        }
    }

    private static double[] doubles(ByteBuffer in) {
        double[] values = new double[in.getInt()];
        for (int k = 0; k < values.length; k++) {
            values[k] = in.getDouble();
        }
        return values;
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(FieldDigest.sha256().digest(bytes));
    }
}
