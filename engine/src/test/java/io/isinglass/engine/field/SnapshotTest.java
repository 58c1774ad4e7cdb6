package io.isinglass.engine.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots of format 2 that were put together by hand are read, and written byte by byte as they are. */
class SnapshotTest {

    private static final Lattice LATTICE = new Lattice(6, 10, Boundary.TORUS);
    private static final Patch PATCH = new Patch(LATTICE, 0, 2, 5, 1, 3, 5);
    private static final String SPINS = "28d9d821c6b79d58b9b7756ece3f86bf566eef2209e03aab632a028426ee6c56";
    private static final String REALS = "cb4e12d08a381266cfabf3097aa72faf6f0d4ca1b3730c82185fae4870739678";

    @Test
    void spinsOfFormat2AreRead() throws IOException {
        Snapshot golden = golden("spins-2.bin", SPINS);
        Snapshot.Content content = content(golden, Values.SPIN);

        assertEquals(PATCH, content.patch());
        assertEquals(1L << 40, content.step());
        assertEquals(2, content.chains().size());
        assertChain(content.chains().get(0), i -> i * i % 5 == 1 ? 1 : -1, new double[0], 0, new double[0]);
        assertChain(
                content.chains().get(1),
                i -> i * i % 5 == 1 ? -1 : 1,
                values(i -> (i - 7) / 2.0),
                9,
                values(i -> i / 4.0));
        assertSame(golden, Snapshot.of(content));
    }

    @Test
    void realsOfFormat2AreRead() throws IOException {
        Snapshot golden = golden("reals-2.bin", REALS);
        Snapshot.Content content = content(golden, Values.REAL);

        assertEquals(PATCH, content.patch());
        assertEquals(6, content.step());
        assertEquals(1, content.chains().size());
        IntToDoubleFunction real = i -> i == 3 ? -0.0 : i == 4 ? 1e-300 : i * 0.375 - 2;
        assertChain(content.chains().getFirst(), real, new double[0], 2, values(i -> -i / 8.0));
        assertSame(golden, Snapshot.of(content));
    }

    @ParameterizedTest
    @CsvSource({"0, 128, 4, 1", "128, 256, 3, 1", "128, 128, 2, 2", "64, 128, 3, 1", "0, 126, 3, 1"})
    void packedSpinsAreWrittenAndReadAsAnyOthers(int left, int columns, int rows, int depth) {
        Lattice lattice = new Lattice(depth > 1 ? 4 : 1, 8, 512, Boundary.TORUS, Bonds.NEAREST);
        Patch patch = new Patch(lattice, depth - 1, 1, left, depth, rows, columns);
        Field clear = new ClearField(patch, Values.SPIN);
        Field packed = new PackedField(patch);
        SplittableRandom random = new SplittableRandom(left + columns);
        Edge site = new Edge(patch);
        while (site.next()) {
            double spin = random.nextBoolean() ? 1 : -1;
            clear.set(site.z(), site.y(), site.x(), spin);
            packed.set(site.z(), site.y(), site.x(), spin);
        }
        Snapshot written = Snapshot.of(content(patch, packed));
        assertSame(Snapshot.of(content(patch, clear)), written);
        assertSame(written, Snapshot.of(written.content(lattice, (of, _) -> new PackedField(of))));
    }

    private static Snapshot.Content content(Patch patch, Field field) {
        return new Snapshot.Content(patch, Values.SPIN, 7, List.of(new Snapshot.Chain(field, 0, new double[0])));
    }

    @Test
    void everyOtherFormatIsRefusedByItsNumber() throws IOException {
        byte[] bytes = golden("spins-2.bin", SPINS).bytes();
        bytes[4] = 3;
        Snapshot later = new Snapshot(bytes, hex(bytes));

        Refused refusal = assertThrows(Refused.class, () -> content(later, Values.SPIN));
        assertEquals("snapshot format must be 2, was 3", refusal.getMessage());
    }

    private static Snapshot golden(String name, String digest) throws IOException {
        try (InputStream in = SnapshotTest.class.getResourceAsStream(name)) {
            return new Snapshot(in.readAllBytes(), digest);
        }
    }

    private static Snapshot.Content content(Snapshot snapshot, Values values) {
        return snapshot.content(LATTICE, (patch, _) -> new ClearField(patch, values));
    }

    private static void assertChain(
            Snapshot.Chain chain, IntToDoubleFunction value, double[] evidence, long watched, double[] sums) {
        double[] field = values(i -> chain.field().at(0, i / PATCH.columns(), i % PATCH.columns()));
        assertArrayEquals(values(value), field);
        assertArrayEquals(evidence, chain.field().evidence());
        assertEquals(watched, chain.watched());
        assertArrayEquals(sums, chain.sums());
    }

    private static void assertSame(Snapshot golden, Snapshot written) {
        assertArrayEquals(golden.bytes(), written.bytes());
        assertEquals(golden.digest(), written.digest());
    }

    private static double[] values(IntToDoubleFunction value) {
        return IntStream.range(0, PATCH.sites()).mapToDouble(value).toArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(FieldDigest.sha256().digest(bytes));
    }
}
