package io.isinglass.streams.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of files as other programs write them: NumPy 2.4.6, and the package safetensors of the format's makers. */
class FilesTest {

    private static final Tensor REALS = Tensor.reals("a", new double[] {1.5, -2, 0, 0.25, 4, 3}, 2, 3);
    private static final Tensor WHOLES = Tensor.wholes("b", new int[] {7, -1}, 2);
    private static final Safetensors BOTH =
            new Safetensors(new TreeMap<>(Map.of("format", "x")), List.of(WHOLES, REALS));

    /** {@code safetensors.numpy.save({"a": …, "b": …}, {"format": "x"})}. */
    @Test
    void safetensorsAreThoseOfItsMakers() {
        byte[] header = ("{\"__metadata__\":{\"format\":\"x\"},\"b\":{\"dtype\":\"I64\",\"shape\":[2],"
                        + "\"data_offsets\":[0,16]},\"a\":{\"dtype\":\"F64\",\"shape\":[2,3],"
                        + "\"data_offsets\":[16,64]}}  ")
                .getBytes(StandardCharsets.UTF_8);
        String numbers = "0700000000000000" + "ffffffffffffffff"
                + "000000000000f83f" + "00000000000000c0" + "0000000000000000"
                + "000000000000d03f" + "0000000000001040" + "0000000000000840";
        HexFormat hex = HexFormat.of();

        assertEquals("9000000000000000" + hex.formatHex(header) + numbers, hex.formatHex(BOTH.bytes()));
    }

    @Test
    void whatIsWrittenIsRead() {
        Tensor alone = Tensor.reals("alone", new double[] {Double.NaN});
        Tensor none = Tensor.wholes("none", new int[0], 0, 2);
        Safetensors all = new Safetensors(BOTH.metadata(), List.of(WHOLES, REALS, alone, none));

        assertEquals(all, Safetensors.read(all.bytes()));
    }

    @Test
    void aFileThatIsCutShortOrGoesOnIsRefused() {
        byte[] whole = BOTH.bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(Refused.class, () -> Safetensors.read(cut), () -> cut.length + " bytes");
        }
        assertThrows(Refused.class, () -> Safetensors.read(Arrays.copyOf(whole, whole.length + 1)));
    }

    /** {@code numpy.save}: what comes before the numbers, and these. */
    @Test
    void anArrayIsThatOfNumpy() {
        assertNpy(
                "(2, 3)",
                "<f8",
                "000000000000f83f00000000000000c00000000000000000000000000000d03f00000000000010400000000000000840",
                REALS);
        assertNpy("(2,)", "<i8", "0700000000000000ffffffffffffffff", WHOLES);
        assertNpy("()", "<f8", "0000000000000440", Tensor.reals("alone", new double[] {2.5}));
    }

    private static void assertNpy(String shape, String descr, String numbers, Tensor tensor) {
        String literal = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
        String header = literal + " ".repeat(117 - literal.length()) + "\n";
        HexFormat hex = HexFormat.of();
        assertEquals(
                "934e554d505901007600" + hex.formatHex(header.getBytes(StandardCharsets.US_ASCII)) + numbers,
                hex.formatHex(Npz.npy(tensor)));
    }

    @Test
    void anArchiveHoldsEachAndIsTheSameEachTime() throws Exception {
        byte[] npz = Npz.bytes(List.of(WHOLES, REALS));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz))) {
            for (Tensor tensor : List.of(WHOLES, REALS)) {
                ZipEntry entry = zip.getNextEntry();
                assertEquals(tensor.name() + ".npy", entry.getName());
                assertEquals(1980, entry.getTimeLocal().getYear());
                assertArrayEquals(Npz.npy(tensor), zip.readAllBytes());
            }
        }
        assertArrayEquals(npz, Npz.bytes(List.of(WHOLES, REALS)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, -1})
    void aShapeThatHoldsOtherThanWhatIsThereIsRefused(int axis) {
        assertThrows(Refused.class, () -> Tensor.reals("x", new double[6], axis));
    }

    @Test
    void aShapeOfMoreThanThereCanBeIsRefused() {
        assertThrows(Refused.class, () -> Tensor.count("x", List.of(1 << 16, 1 << 16, 1 << 16)));
    }
}
