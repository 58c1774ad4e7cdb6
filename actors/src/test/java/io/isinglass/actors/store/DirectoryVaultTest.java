package io.isinglass.actors.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vault in a folder makes of disks that fail, are full, or lose their power. */
class DirectoryVaultTest {

    private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "newer".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /** A disk of which some call fails. */
    private static final class Disk implements DirectoryVault.Force {

        private int calls;
        private int failing;

        @Override
        public void force(FileChannel file) throws IOException {
            if (++calls == failing) {
                throw new IOException("Input/output error");
            }
            file.force(true);
        }
    }

    @Test
    void theFileAndEveryFolderAboveAreForcedToTheDisk() throws IOException {
        Disk disk = new Disk();
        Vault vault = DirectoryVault.open(folder, disk);
        disk.calls = 0;

        vault.put("run/1/block", OLD);

        assertEquals(4, disk.calls, "block, 1, run and the vault itself");
    }

    @Test
    void whenForcingFailsTheObjectIsTheOldOneOrTheNewOneAndNothingElseIsLeft() throws IOException {
        for (int failing = 1; failing <= 4; failing++) {
            Disk disk = new Disk();
            Vault vault = DirectoryVault.open(folder.resolve("disk" + failing), disk);
            vault.put("run/1/block", OLD);
            disk.calls = 0;
            disk.failing = failing;

            IOException failure = assertThrows(IOException.class, () -> vault.put("run/1/block", NEW));

            assertTrue(failure.getMessage().startsWith("cannot put run/1/block in the vault "), failure.getMessage());
            assertTrue(failure.getMessage().endsWith(": Input/output error"), failure.getMessage());
            assertArrayEquals(
                    failing == 1 ? OLD : NEW, vault.read("run/1/block").orElseThrow());
            assertEquals(1, files(folder.resolve("disk" + failing)).size());

            vault.put("run/1/block", NEW);
            assertArrayEquals(NEW, vault.read("run/1/block").orElseThrow());
        }
    }

    @Test
    void whatACrashLeftIsNoObjectAndGoesWhenItIsOldEnough() throws IOException {
        Vault vault = DirectoryVault.open(folder);
        vault.put("run/1/block", OLD);
        Path torn = Files.write(folder.resolve("run/1/block#torn"), new byte[2]);
        Path young = Files.write(folder.resolve("run/1/block#young"), new byte[2]);
        Files.setLastModifiedTime(torn, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));

        assertArrayEquals(OLD, vault.read("run/1/block").orElseThrow());
        assertEquals(List.of("run/1/block"), vault.list(""));

        DirectoryVault.open(folder);
        assertFalse(Files.exists(torn));
        assertTrue(Files.exists(young), "another node may be writing it");
    }

    @Test
    void aFullDiskIsToldKeepsTheOldObjectAndWorksAgainWhenThereIsSpace() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("small"), 256 << 10)) {
            Vault vault = disk.vault();
            vault.put("a", OLD);
            vault.put("ballast", new byte[100 << 10]);

            IOException full = assertThrows(IOException.class, () -> vault.put("a", new byte[200 << 10]));

            assertTrue(full.getMessage().endsWith("No space left on device"), full.getMessage());
            assertArrayEquals(OLD, vault.read("a").orElseThrow());
            assertEquals(List.of("a", "ballast"), vault.list(""));
            assertEquals(2, files(disk.folder()).size(), "nothing torn is left to fill the disk");

            vault.delete("ballast");
            vault.put("a", new byte[200 << 10]);
            assertEquals(200 << 10, vault.read("a").orElseThrow().length);
        }
    }

    @Test
    void foldersThatHaveBecomeEmptyGo() throws IOException {
        Vault vault = DirectoryVault.open(folder);
        vault.put("run/1/block", OLD);
        vault.put("run/2/block", OLD);

        vault.delete("run/1/block");
        assertFalse(Files.exists(folder.resolve("run/1")));
        vault.delete("run/2/block");
        assertFalse(Files.exists(folder.resolve("run")));
        assertTrue(Files.exists(folder));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("file"), OLD);

        IOException failure = assertThrows(IOException.class, () -> DirectoryVault.open(file.resolve("vault")));

        assertTrue(failure.getMessage().startsWith("cannot open the vault in " + file), failure.getMessage());
    }

    private static List<Path> files(Path start) throws IOException {
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
