package io.isinglass.actors.cli;

import io.isinglass.config.Settings;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many threads sweep. */
final class ThreadOptions {

    private static final int MOST = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "threads that sweep (default: one for each core)")
    private Optional<Integer> threads = Optional.empty();

    /** The number wanted; 0: one for each core. */
    int size(Settings settings) throws IOException {
        int size = threads.orElse(settings.threads());
        if (size < 0 || size > MOST) {
            throw new IOException("--threads must be 0.." + MOST + ", was " + size);
        }
        return size;
    }
}
