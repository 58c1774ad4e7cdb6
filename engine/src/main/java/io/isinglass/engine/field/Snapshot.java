package io.isinglass.engine.field;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Lattice;
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
     * Format 2, big-endian: "ISNG", version, kind of values (0 spins, 1 reals), front, top, left, depth, rows, columns,
     * step, chains; for each chain the number of evidence values and they, the values (a bit a spin, row by row, or a
     * double), the number of sweeps in the running sums, the number of sums and they.
     */

    private static final int MAGIC = 0x49534E47;
    private static final int VERSION = 2;

    /** What a snapshot holds of one chain: its field, and sums over {@code watched} sweeps of each site's value. */
    public record Chain(Field field, long watched, double[] sums) {}

    /** Makes the field that a chain is read into. */
    @FunctionalInterface
    public interface Form {

        Field field(Patch patch, double[] evidence);
    }

    /** What a snapshot holds. */
    public record Content(Patch patch, Values values, long step, List<Chain> chains) {

        public Content {
            chains = List.copyOf(chains);
        }
    }

    public static Snapshot of(Content content) {
        Patch patch = content.patch();
        long size = 48;
        for (Chain chain : content.chains()) {
            long values = content.values() == Values.SPIN ? (patch.sites() + 7) / 8 : 8L * patch.sites();
            size += values + 8L * chain.field().evidence().length + 8L * chain.sums().length + 16;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        out.putInt(MAGIC).put((byte) VERSION).put(code(content.values()));
        out.putInt(patch.front()).putInt(patch.top()).putInt(patch.left());
        out.putInt(patch.depth()).putInt(patch.rows()).putInt(patch.columns());
        out.putLong(content.step()).putInt(content.chains().size());
        for (Chain chain : content.chains()) {
            putDoubles(out, chain.field().evidence());
            putField(out, chain.field());
            out.putLong(chain.watched());
            putDoubles(out, chain.sums());
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return new Snapshot(bytes, digest(bytes));
    }

    /** Reads the snapshot of a block of this lattice back; refuses bytes that are not those it was made with. */
    public Content content(Lattice lattice, Form form) {
        if (!digest(bytes).equals(digest)) {
            throw new Refused("", "snapshot is damaged: its digest is " + digest(bytes) + ", expected " + digest);
        }
        try {
            return read(ByteBuffer.wrap(bytes), lattice, form);
        } catch (BufferUnderflowException _) {
            throw new Refused("", "snapshot is cut short at " + bytes.length + " bytes");
        }
    }

    private static Content read(ByteBuffer in, Lattice lattice, Form form) {
        if (in.getInt() != MAGIC) {
            throw new Refused("", "not a snapshot of a block");
        }
        int version = in.get();
        if (version != VERSION) {
            throw new Refused("", "snapshot format must be " + VERSION + ", was " + version);
        }
        Values values = values(in.get());
        Patch patch = new Patch(lattice, in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
        long step = in.getLong();
        int count = in.getInt();
        List<Chain> chains = new ArrayList<>();
        for (int chain = 0; chain < count; chain++) {
            double[] evidence = doubles(in);
            Field field = form.field(patch, evidence);
            readField(in, field, values);
            field.show(evidence);
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
        if (field instanceof PackedField packed && packed.isWhole()) {
            packed.put(out);
            return;
        }
        Edge site = new Edge(field.patch());
        int bits = 0;
        int filled = 0;
        while (site.next()) {
            double value = field.at(site.z(), site.y(), site.x());
            if (field.values() == Values.REAL) {
                out.putDouble(value);
                continue;
            }
            bits |= (value > 0 ? 1 : 0) << filled;
            if (++filled == 8) {
                out.put((byte) bits);
                bits = 0;
                filled = 0;
            }
        }
        if (filled > 0) {
            out.put((byte) bits);
        }
    }

    private static void readField(ByteBuffer in, Field field, Values values) {
        if (field instanceof PackedField packed && packed.isWhole() && values == Values.SPIN) {
            packed.get(in);
            return;
        }
        Edge site = new Edge(field.patch());
        int slot = 0;
        int bits = 0;
        while (site.next()) {
            if (values == Values.REAL) {
                field.set(site.z(), site.y(), site.x(), in.getDouble());
                continue;
            }
            if ((slot & 7) == 0) {
                bits = in.get();
            }
            field.set(site.z(), site.y(), site.x(), (bits >>> (slot++ & 7) & 1) != 0 ? 1 : -1);
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
