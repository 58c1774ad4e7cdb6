package io.isinglass.actors.run;

import io.isinglass.config.Experiments;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.source.Files;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files in some folders of this machine, and the data that is shipped.
 *
 * @param folders where a relative name is looked up, in this order; the shipped data come last
 * @param confined whether names may not lead out of the folders, as for specs that come over the network
 */
public record LocalFiles(List<Path> folders, boolean confined) implements Files {

    public LocalFiles {
        folders = List.copyOf(folders);
    }

    @Override
    public List<String> list(String name) {
        Optional<Path> found = find(name);
        if (found.isEmpty() || !java.nio.file.Files.isDirectory(found.get())) {
            return List.of(name);
        }
        try (Stream<Path> files = java.nio.file.Files.list(found.get())) {
            return files.map(Path::toString)
                    .filter(LocalFiles::isImage)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Refused("options.path", name + " cannot be listed: " + e.getMessage());
        }
    }

    private static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".png") || lower.endsWith(".pgm") || lower.endsWith(".pbm");
    }

    @Override
    public byte[] read(String name, long most) {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(most) + 1);
            if (bytes.length > most) {
                throw new Refused("options.path", name + " is longer than the " + most + " bytes that are read");
            }
            return bytes;
        } catch (IOException e) {
            throw new Refused("options.path", name + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public InputStream open(String name) {
        Optional<Path> found = find(name);
        try {
            if (found.isPresent()) {
                return java.nio.file.Files.newInputStream(found.get());
            }
            return Experiments.data(name)
                    .orElseThrow(() -> new Refused(
                            "options.path",
                            "there is no file %s (shipped: %s)"
                                    .formatted(name, String.join(", ", Experiments.dataNames()))));
        } catch (IOException | UncheckedIOException e) {
            throw new Refused("options.path", name + " cannot be read: " + e.getMessage());
        }
    }

    private Optional<Path> find(String name) {
        try {
            return folders.stream()
                    .map(Path::toAbsolutePath)
                    .map(Path::normalize)
                    .map(folder -> folder.resolve(name).normalize())
                    .filter(java.nio.file.Files::exists)
                    .filter(path -> !confined || isInside(path))
                    .findFirst();
        } catch (InvalidPathException e) {
            throw new Refused("options.path", "not the name of a file: " + e.getMessage());
        }
    }

    /** Symbolic links are followed first, so that none leads out. */
    private boolean isInside(Path path) {
        try {
            Path real = path.toRealPath();
            for (Path folder : folders) {
                if (real.startsWith(folder.toRealPath())) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }
}
