package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which vault a node opens, and what it says of one that cannot be opened. */
class VaultRefusalTest {

    @TempDir
    Path folder;

    @Test
    void theVaultOfANodeIsThatOfItsSettings() throws IOException {
        try (Vault nothing = Vaults.open(Stores.nothing());
                Vault directory = Vaults.open(Stores.h2(folder.resolve("node")))) {
            nothing.put("a", new byte[1]);
            directory.put("b", new byte[1]);
        }
        assertFalse(Files.exists(folder.resolve("node/vault/a")));
        assertTrue(Files.isRegularFile(folder.resolve("node/vault/b")));
    }

    @Test
    void aVaultThatIsUnknownOrHasNoPlaceIsRefusedByItsSetting() {
        Refused unknown = refused(Map.of("path", "x", "vault.kind", "direktory"));
        assertEquals("isinglass.store.vault.kind", unknown.path());
        assertTrue(unknown.getMessage().contains("did you mean \"directory\"?"), unknown.getMessage());

        Refused homeless = refused(Map.of("journal.kind", "postgresql", "journal.url", "jdbc:postgresql://db/x"));
        assertEquals("isinglass.store.vault.kind", homeless.path());

        Refused serverless = refused(Map.of("path", "x", "vault.kind", "postgresql"));
        assertEquals("isinglass.store.vault.options.url", serverless.path());
    }

    @Test
    void anOptionOfS3IsRefusedByItsName() {
        assertEquals("isinglass.store.vault.options.bucket", refusedS3(Map.of()).path());
        assertEquals(
                "isinglass.store.vault.options.endpoint",
                refusedS3(Map.of("bucket", "b", "endpoint", "minio:9000")).path());
        assertEquals(
                "isinglass.store.vault.options.access-key",
                refusedS3(Map.of("bucket", "b", "access-key", "id")).path());
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        Map<String, Object> away = Map.of("url", "jdbc:postgresql://localhost:1/x");

        IOException failure = assertThrows(IOException.class, () -> open("postgresql", away));

        String start = "cannot open the vault jdbc:postgresql://localhost:1/x: cannot connect: ";
        assertTrue(failure.getMessage().startsWith(start), failure.getMessage());
    }

    @Test
    void aBucketThatIsNotThereAndAWrongSecretAreNamed() throws Exception {
        Bucket bucket = Bucket.start();
        try {
            Path right = Files.writeString(folder.resolve("right"), Bucket.SECRET);
            Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2");
            Map<String, Object> elsewhere = bucket.options("x", right);
            elsewhere.put("bucket", "elsewhere");

            IOException absent = assertThrows(IOException.class, () -> open("s3", elsewhere));
            assertTrue(
                    absent.getMessage().startsWith("cannot open the vault in the bucket elsewhere: "),
                    absent.getMessage());
            IOException denied = assertThrows(IOException.class, () -> open("s3", bucket.options("x", wrong)));
            assertTrue(
                    denied.getMessage().startsWith("cannot open the vault in the bucket runs: "), denied.getMessage());
            assertFalse(denied.getMessage().contains("hunter2"), denied.getMessage());
        } finally {
            bucket.stop();
        }
    }

    @Test
    void aVaultInMemoryRefusesWhatWouldMakeItTooLarge() throws IOException {
        try (Vault vault = new MemoryVault(1000)) {
            vault.put("a", new byte[600]);
            IOException full = assertThrows(IOException.class, () -> vault.put("b", new byte[401]));
            assertEquals(
                    "the vault in memory is full: with b it would hold 1001 bytes, and max-bytes is 1000",
                    full.getMessage());
            vault.put("a", new byte[999]);
            vault.delete("a");
            vault.put("b", new byte[1000]);
        }
    }

    private static Refused refusedS3(Map<String, Object> options) {
        Settings.Store store = Stores.of(Map.of("path", "x", "vault", Map.of("kind", "s3", "options", options)));
        return assertThrows(Refused.class, () -> Vaults.open(store));
    }

    private static Refused refused(Map<String, Object> store) {
        return assertThrows(Refused.class, () -> Vaults.open(Stores.of(store)));
    }

    private static void open(String kind, Map<String, Object> options) throws IOException {
        Vaults.CATALOG.make(kind, options).open(Stores.nothing()).close();
    }
}
