package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** What a byte costs that is written to a directory as the vault does, and read back. */
final class VaultCosts {

    /*
     * The file is read back while the system still has it in memory: on another machine a disk or a network would be in
     * between.
     */

    private static final int SIZE = 8 << 20;

    private VaultCosts() {}

    static void measure(Map<Cost, Measured> costs) throws IOException {
        Path folder = Files.createTempDirectory("isinglass");
        Path draft = folder.resolve("draft");
        Path file = folder.resolve("snapshot");
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        try {
            costs.put(
                    Cost.VAULT_BYTE_WRITTEN,
                    Timing.ofClock(SIZE, () -> write(bytes, draft, file)).cost());
            costs.put(
                    Cost.VAULT_BYTE_READ, Timing.ofClock(SIZE, () -> read(file)).cost());
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void write(ByteBuffer bytes, Path draft, Path file) {
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (bytes.rewind(); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
            out.force(true);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file) {
        try {
            if (Files.readAllBytes(file).length != SIZE) {
                throw new IllegalStateException("the file is cut short");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
