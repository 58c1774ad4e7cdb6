package io.isinglass.actors.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file that this process has open, as Linux sees it. */
final class OpenFile {

    /** O_DSYNC. */
    static final int DSYNC = 0x1000;

    private OpenFile() {}

    /** The flags that the file was opened with, in octal digits. */
    static String flags(Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> found = open.filter(each -> leadsTo(each, file)).toList();
            for (String line : Files.readAllLines(
                    Path.of("/proc/self/fdinfo").resolve(found.getFirst().getFileName()))) {
                if (line.startsWith("flags:")) {
                    return line.substring("flags:".length()).strip();
                }
            }
        }
        throw new IOException("no flags of " + file);
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException _) {
            return false;
        }
    }
}
