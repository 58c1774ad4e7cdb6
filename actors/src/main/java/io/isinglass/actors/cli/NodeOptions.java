package io.isinglass.actors.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the node of a command is set up. */
final class NodeOptions {

    private static final int MOST_THREADS = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "threads that sweep (default: one for each core)")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "FOLDER",
            description =
                    "a folder for what must outlive a crash: begun again, the command goes on from the last commit")
    private Optional<Path> store = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings that go over the built-in ones, in HOCON: isinglass { … }")
    private Optional<Path> config = Optional.empty();

    /** The settings, with what the command line says. */
    Settings settings() throws IOException {
        Settings settings = Settings.of(configuration());
        int size = threads.orElse(settings.threads());
        if (size < 0 || size > MOST_THREADS) {
            throw new IOException("--threads must be 0.." + MOST_THREADS + ", was " + size);
        }
        return settings.with(size);
    }

    private Config configuration() throws IOException {
        Config all = ConfigFactory.load();
        if (config.isPresent()) {
            if (!Files.isReadable(config.get())) {
                throw new IOException("--config: there is no file " + config.get() + " that can be read");
            }
            try {
                all = ConfigFactory.systemProperties()
                        .withFallback(ConfigFactory.parseFile(config.get().toFile()))
                        .withFallback(all)
                        .resolve();
            } catch (ConfigException e) {
                throw new IOException("--config: " + e.getMessage(), e);
            }
        }
        return store.isEmpty()
                ? all
                : all.withValue(
                        "isinglass.store.path",
                        ConfigValueFactory.fromAnyRef(
                                store.get().toAbsolutePath().toString()));
    }

    boolean isStored() {
        return store.isPresent();
    }
}
