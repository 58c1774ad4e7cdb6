package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vault promises. */
class VaultsTest {

    private static final AtomicInteger FRESH = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Postgres postgres;
    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start();
        bucket = Bucket.start();
    }

    @AfterAll
    static void stop() throws Exception {
        bucket.stop();
        postgres.close();
    }

    static Set<String> vaults() {
        return Vaults.CATALOG.names();
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void whatWasPutIsReadUntilItIsReplacedOrDeleted(String kind) throws Exception {
        try (Vault vault = fresh(kind)) {
            assertEquals(Optional.empty(), vault.read("run-7/12-3/block-4"));
            vault.put("run-7/12-3/block-4", bytes(1, 1000));
            assertArrayEquals(bytes(1, 1000), vault.read("run-7/12-3/block-4").orElseThrow());
            vault.put("run-7/12-3/block-4", bytes(2, 10));
            assertArrayEquals(bytes(2, 10), vault.read("run-7/12-3/block-4").orElseThrow());
            vault.delete("run-7/12-3/block-4");
            vault.delete("run-7/12-3/block-4");
            assertEquals(Optional.empty(), vault.read("run-7/12-3/block-4"));
            assertEquals(List.of(), vault.list(""));
        }
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void anObjectMayBeEmptyOrLarge(String kind) throws Exception {
        try (Vault vault = fresh(kind)) {
            for (int size : new int[] {0, 1, 8 << 20}) {
                vault.put("run/object", bytes(size, size));
                assertArrayEquals(bytes(size, size), vault.read("run/object").orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void aListHoldsTheKeysOfAPrefixInOrder(String kind) throws Exception {
        List<String> keys =
                List.of("Z", "a", "run-1/1/b", "run-1/10/a", "run-1/2/_", "run-1/2/a", "run-10/1/a", "run_1/x");
        try (Vault vault = fresh(kind)) {
            for (String key : keys.reversed()) {
                vault.put(key, bytes(1, 3));
            }
            assertEquals(keys, vault.list(""));
            assertEquals(keys.subList(2, 7), vault.list("run-1"));
            assertEquals(keys.subList(2, 6), vault.list("run-1/"));
            assertEquals(keys.subList(2, 4), vault.list("run-1/1"));
            assertEquals(keys.subList(2, 3), vault.list("run-1/1/b"));
            assertEquals(List.of(), vault.list("run-2/"));
        }
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void whatIsNoKeyIsRefusedByItsName(String kind) throws Exception {
        List<String> bad = List.of(
                "",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/..",
                "../a",
                "./a",
                "a b",
                "ä",
                "a\\b",
                "a#b",
                "a%2e",
                "a\n",
                "a".repeat(201),
                "a/".repeat(300) + "a");
        try (Vault vault = fresh(kind)) {
            for (String key : bad) {
                Refused refusal = assertThrows(Refused.class, () -> vault.put(key, new byte[1]), key);
                assertTrue(refusal.getMessage().endsWith("was \"" + key + "\""), refusal.getMessage());
                assertThrows(Refused.class, () -> vault.read(key), key);
                assertThrows(Refused.class, () -> vault.delete(key), key);
            }
            assertThrows(Refused.class, () -> vault.list("../"));
            assertThrows(Refused.class, () -> vault.list("%"));
            vault.put("...", new byte[1]);
            vault.put("~a.B_9-/..a", new byte[1]);
            assertEquals(List.of("...", "~a.B_9-/..a"), vault.list(""));
        }
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void theBytesAreThoseOfTheMomentOfThePut(String kind) throws Exception {
        try (Vault vault = fresh(kind)) {
            byte[] bytes = bytes(1, 100);
            vault.put("a", bytes);
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(vault.read("a").orElseThrow(), (byte) 0);
            assertArrayEquals(bytes(1, 100), vault.read("a").orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("vaults")
    void manyMayPutReadAndDeleteAtOnce(String kind) throws Exception {
        try (Vault vault = fresh(kind);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                int mine = writer;
                writers.add(() -> {
                    for (int turn = 0; turn < 20; turn++) {
                        vault.put("all/same", bytes(mine, 5000));
                        assertWhole(vault.read("all/same").orElseThrow());
                        vault.put("each/" + turn + "/" + mine, bytes(mine, 50));
                        vault.delete("each/" + (turn - 1) + "/" + mine);
                        vault.list("each/");
                    }
                    return null;
                });
            }
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
            List<String> last =
                    IntStream.range(0, 8).mapToObj(mine -> "each/19/" + mine).toList();
            assertEquals(last, vault.list("each/"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "postgresql", "s3"})
    void anObjectOutlivesTheVault(String kind) throws Exception {
        Map<String, Object> options = options(kind, "outlives");
        Settings.Store store = Stores.h2(folder.resolve("outlives"));
        try (Vault vault = Vaults.CATALOG.make(kind, options).open(store)) {
            vault.put("a/b", bytes(1, 10));
        }
        try (Vault vault = Vaults.CATALOG.make(kind, options).open(store);
                Vault other = Vaults.CATALOG.make(kind, options).open(store)) {
            assertArrayEquals(bytes(1, 10), vault.read("a/b").orElseThrow());
            other.delete("a/b");
            assertEquals(List.of(), vault.list(""));
        }
    }

    @Test
    void aTableIsMadeOnceHoweverManyNodesStart() throws Exception {
        Map<String, Object> options = options("postgresql", "once");
        Callable<Void> start = () -> {
            Vaults.CATALOG.make("postgresql", options).open(Stores.nothing()).close();
            return null;
        };
        try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
            for (Future<Void> started : nodes.invokeAll(Collections.nCopies(8, start))) {
                started.get();
            }
        }
    }

    private static Vault fresh(String kind) throws IOException, SQLException {
        String name = "vault" + FRESH.incrementAndGet();
        return Vaults.CATALOG.make(kind, options(kind, name)).open(Stores.h2(folder.resolve(name)));
    }

    private static Map<String, Object> options(String kind, String name) throws IOException, SQLException {
        return switch (kind) {
            case "directory", "memory" -> Map.of();
            case "postgresql" ->
                Map.of(
                        "url", postgres.database(name),
                        "user", Postgres.USER,
                        "password-file", secret("p", Postgres.PASSWORD));
            case "s3" -> bucket.options(name, Path.of(secret("s", Bucket.SECRET)));
            default -> throw new IllegalArgumentException("say here how a test opens a vault of kind " + kind);
        };
    }

    private static String secret(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content + "\n").toString();
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        for (int index = 0; index < size; index++) {
            bytes[index] = (byte) (seed + index * 31);
        }
        return bytes;
    }

    private static void assertWhole(byte[] bytes) {
        assertArrayEquals(bytes(bytes[0], 5000), bytes);
    }
}
