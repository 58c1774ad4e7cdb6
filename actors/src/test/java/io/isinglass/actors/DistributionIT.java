package io.isinglass.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a user starts it. */
class DistributionIT {

    private static final Path HOME = Path.of("target", "isinglass").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    @Test
    void startsAndSaysNothingButItsVersion() throws Exception {
        assertEquals(version(), run(HOME, ""));
    }

    @Test
    void startsThroughALinkInAPathWithSpaces() throws Exception {
        Path directory = Files.createDirectory(elsewhere.resolve("a b"));
        Path link = Files.createSymbolicLink(directory.resolve("isinglass"), HOME.resolve("bin/isinglass"));
        assertEquals(version(), runProgram(link, ""));
        Files.delete(link);
    }

    @Test
    void startsSilentlyWithoutAnAotCache() throws Exception {
        copy(HOME, elsewhere.resolve("copy"));
        Files.delete(elsewhere.resolve("copy/lib/isinglass.aot"));
        assertEquals(version(), run(elsewhere.resolve("copy"), ""));
    }

    @Test
    void startsSilentlyWithAnAotCacheOfOtherJarsOrFlags() throws Exception {
        // A copy has new times, so that no jar is the one the cache was made from.
        copy(HOME, elsewhere.resolve("copy"));
        assertEquals(version(), run(elsewhere.resolve("copy"), ""));
        assertEquals(version(), run(HOME, "-XX:+UseSerialGC"));
        assertEquals(version(), run(HOME, "-XX:+UseZGC -Xmx1g"));
    }

    @Test
    void turnsTheVectorsOn() throws Exception {
        String flags = run(HOME, "-XX:+PrintFlagsFinal");
        assertTrue(flags.matches("(?s).* EnableVectorSupport +=\\s+true .*"), flags);
    }

    private static String version() throws Exception {
        return run(HOME, "-XX:AOTMode=off");
    }

    private static String run(Path home, String options) throws IOException, InterruptedException {
        return runProgram(home.resolve("bin/isinglass"), options);
    }

    /** Standard output and standard error of {@code --version}, which must succeed. */
    private static String runProgram(Path program, String options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
        builder.environment().put("ISINGLASS_OPTS", options);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
