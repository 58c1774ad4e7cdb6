package io.isinglass.actors.bench;

import io.isinglass.engine.math.VectorUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a benchmark ran on. */
public record Machine(String processor, int cores, int vectorBits, String java) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    public static Machine here() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Machine(name(), cores, VectorUnit.bits(), Runtime.version().toString());
    }

    private static String name() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("?");
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }

    @Override
    public String toString() {
        return "%s, %d cores, vectors of %d bits, Java %s".formatted(processor, cores, vectorBits, java);
    }
}
