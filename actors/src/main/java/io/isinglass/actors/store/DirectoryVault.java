package io.isinglass.actors.store;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A vault of files: an object is a file, and its key is the path below the vault's folder. */
final class DirectoryVault implements Vault {

    /*
     * A new object is written beside the old one, forced to the disk and only then renamed; last, the folders above are
     * forced too, since it is they that hold the names. A reader sees the old object or the new one, never a part. The
     * mark of a temporary file is a character that no key has. One that a crash has left is removed when the vault is
     * opened, unless it is so young that another node may be writing it.
     *
     * A file whose forcing has failed is given up: the kernel may have dropped its pages, and would then report success
     * when asked again [1].
     *
     * [1] Rebello et al.: Can Applications Recover from fsync Failures? (USENIX ATC 2020)
     */

    private static final String TEMPORARY = "#";
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 16;

    /** What brings a file or a folder to the disk. */
    @FunctionalInterface
    interface Force {

        void force(FileChannel file) throws IOException;
    }

    private final Path folder;
    private final Force force;

    private DirectoryVault(Path folder, Force force) {
        this.folder = folder;
        this.force = force;
    }

    static Vault open(Path folder) throws IOException {
        return open(folder, file -> file.force(true));
    }

    static Vault open(Path folder, Force force) throws IOException {
        DirectoryVault vault = new DirectoryVault(folder.toAbsolutePath().normalize(), force);
        try {
            vault.create(vault.folder);
            vault.removeAbandoned();
        } catch (IOException e) {
            throw new IOException("cannot open the vault in " + folder + ": " + reason(e), e);
        }
        return vault;
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        Path target = path(key);
        Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY + UUID.randomUUID());
        try {
            write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            for (Path above = target.getParent(); above.startsWith(folder); above = above.getParent()) {
                force(above);
            }
        } catch (IOException e) {
            IOException failure = failure("put", key, e);
            remove(temporary, failure);
            throw failure;
        }
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path(key)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        Path start = folder.resolve(Keys.checkedPrefix(prefix).replaceFirst("[^/]*$", ""));
        try {
            return FileTree.files(start).stream()
                    .map(file -> folder.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix) && !key.contains(TEMPORARY))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failure("list", prefix, e);
        }
    }

    /** Removes a file and the folders that it leaves empty. */
    @Override
    public void delete(String key) throws IOException {
        try {
            Path path = path(key);
            Files.deleteIfExists(path);
            for (Path above = path.getParent(); !above.equals(folder); above = above.getParent()) {
                Files.deleteIfExists(above);
            }
        } catch (DirectoryNotEmptyException _) {
            // other objects lie there
        } catch (IOException e) {
            throw failure("delete", key, e);
        }
    }

    @Override
    public void close() {}

    private void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = create(file, ATTEMPTS)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            force.force(channel);
        }
    }

    /**
     * Makes a file and the folders above; again, when somebody who deletes has just found such a folder empty. It may
     * go before the file is made or, between two looks of createDirectories, after it was seen to be there.
     */
    private static FileChannel create(Path file, int attempts) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, CREATE_NEW, WRITE);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            if (attempts == 1) {
                throw e;
            }
            return create(file, attempts - 1);
        }
    }

    private void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            create(directory.getParent());
            Files.createDirectories(directory);
            force(directory.getParent());
        }
    }

    private void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            force.force(channel);
        } catch (NoSuchFileException _) {
            // deleted meanwhile, with the object
        }
    }

    private void removeAbandoned() throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        for (Path file : FileTree.files(folder)) {
            if (file.getFileName().toString().contains(TEMPORARY) && isOlder(file, before)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Whether a file has been left alone since; one that is no longer there has not. */
    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private Path path(String key) {
        return folder.resolve(Keys.checked(key));
    }

    private IOException failure(String what, String key, IOException cause) {
        return new IOException("cannot " + what + " " + key + " in the vault " + folder + ": " + reason(cause), cause);
    }

    private static void remove(Path file, IOException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** What is wrong, in words: some exceptions of files say no more than the name of the file. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException failed && failed.getReason() == null) {
            return failed.getClass().getSimpleName() + " " + failed.getFile();
        }
        return e.getMessage();
    }
}
