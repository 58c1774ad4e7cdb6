package io.isinglass.actors.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few KiB: a real one where this process may mount it, else one that is full in words only. */
record SmallDisk(Path folder, int bytes, boolean mounted) implements AutoCloseable {

    static SmallDisk mount(Path folder, int bytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
        return new SmallDisk(folder, bytes, mounted);
    }

    Vault vault() throws IOException {
        return mounted
                ? DirectoryVault.open(folder)
                : DirectoryVault.open(folder, _ -> {
                    if (used() > bytes) {
                        throw new IOException("No space left on device");
                    }
                });
    }

    private long used() throws IOException {
        long sum = 0;
        for (Path file : FileTree.files(folder)) {
            sum += Files.size(file);
        }
        return sum;
    }

    @Override
    public void close() {
        if (mounted && !succeeds("umount", folder.toString())) {
            throw new IllegalStateException("cannot unmount " + folder);
        }
    }

    private static boolean succeeds(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.onExit().join().exitValue() == 0 && said.isEmpty();
        } catch (IOException _) {
            return false;
        }
    }
}
