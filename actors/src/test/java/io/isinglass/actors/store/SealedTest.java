package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object that is not the one that was kept is never taken for it. */
class SealedTest {

    private static final String KEY = "run-7/12-3/block-4";

    /** That of {@code abc}, as FIPS 180-2 gives it. */
    private static final String DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    private Vault vault;
    private Path file;
    private byte[] bytes;
    private Sealed sealed;

    @BeforeEach
    void put() throws IOException {
        vault = DirectoryVault.open(folder);
        file = folder.resolve(KEY);
        bytes = new byte[3000];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) (index * 7);
        }
        sealed = Sealed.put(vault, KEY, bytes);
    }

    @Test
    void whatIsNamedIsTheSha256AndTheSize() throws Exception {
        Sealed abc = Sealed.put(vault, "abc", new byte[] {'a', 'b', 'c'});

        assertEquals(new Sealed("abc", DIGEST, 3), abc);
        assertArrayEquals(new byte[] {'a', 'b', 'c'}, abc.open(vault));
        assertArrayEquals(bytes, sealed.open(vault));
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        for (int at = 0; at < bytes.length; at += 97) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            assertDamaged("its SHA-256 is ", " instead of " + sealed.digest());
        }
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        for (int size = 0; size < bytes.length; size++) {
            Files.write(file, Arrays.copyOf(bytes, size));
            assertDamaged("it has " + size + " bytes instead of 3000", "");
        }
        Files.write(file, Arrays.copyOf(bytes, 3001));
        assertDamaged("it has 3001 bytes instead of 3000", "");
    }

    @Test
    void anObjectInTheWrongPlaceIsFound() throws IOException {
        Sealed other = Sealed.put(vault, "run-7/12-3/block-5", new byte[3000]);
        Files.move(folder.resolve(other.key()), file, StandardCopyOption.REPLACE_EXISTING);

        assertDamaged("its SHA-256 is " + other.digest() + " instead of " + sealed.digest(), "");
        Damaged missing = assertThrows(Damaged.class, () -> other.open(vault));
        assertEquals("object run-7/12-3/block-5 is damaged: it is missing", missing.getMessage());
    }

    @Test
    void itIsTheSameAfterTheWire() throws IOException {
        ObjectMapper cbor = new CBORMapper();

        assertEquals(sealed, cbor.readValue(cbor.writeValueAsBytes(sealed), Sealed.class));
    }

    @Test
    void whatCannotNameAnObjectIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sealed("../x", DIGEST, 3));
        assertThrows(IllegalArgumentException.class, () -> new Sealed("x", DIGEST.replace('b', 'B'), 3));
        assertThrows(IllegalArgumentException.class, () -> new Sealed("x", DIGEST.substring(1), 3));
        assertThrows(IllegalArgumentException.class, () -> new Sealed("x", DIGEST, -1));
    }

    private void assertDamaged(String start, String end) {
        Damaged damaged = assertThrows(Damaged.class, () -> sealed.open(vault));
        String message = damaged.getMessage();
        String expected = "object " + KEY + " is damaged: " + start;
        assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
        assertEquals(end, message.substring(message.length() - end.length()));
        assertEquals(KEY, damaged.key());
    }
}
