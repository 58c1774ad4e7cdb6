package io.isinglass.actors.cli;

import io.isinglass.actors.run.LocalFiles;
import io.isinglass.config.Experiments;
import io.isinglass.config.Located;
import io.isinglass.config.SpecReader;
import io.isinglass.streams.source.StreamSupply;
import io.isinglass.streams.source.Supply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The spec that a command is about. */
final class SpecOptions {

    @Parameters(
            paramLabel = "SPEC",
            description = "a spec in YAML or JSON: a file, or one of those shipped (restore.yaml, "
                    + "flights.yaml, ising-critical.yaml, phi4.yaml, mean-field.yaml …)")
    private String name;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "overrides an entry of the spec, such as lattice.blocks=4x2; may be repeated")
    private List<String> overrides = new ArrayList<>();

    /** Nothing is read of it before a run fetches its lines. */
    private final Supply input = new StreamSupply("standard input", System.in);

    /** Files, and what comes in from a pipe. */
    private record Foreground(LocalFiles files, Supply input) implements io.isinglass.streams.source.Files {

        @Override
        public List<String> list(String file) {
            return files.list(file);
        }

        @Override
        public byte[] read(String file, long most) {
            return files.read(file, most);
        }

        @Override
        public InputStream open(String file) {
            return files.open(file);
        }
    }

    Located read() throws IOException {
        return SpecReader.read(name, text(), overrides);
    }

    /** Data are looked for in the working folder, then beside the spec, then among those shipped. */
    io.isinglass.streams.source.Files files() {
        Path beside = Path.of(name).toAbsolutePath().getParent();
        return new Foreground(
                new LocalFiles(List.of(Path.of(""), beside == null ? Path.of("") : beside), false), input);
    }

    private String text() throws IOException {
        try {
            return Files.readString(Path.of(name));
        } catch (NoSuchFileException _) {
            return shipped();
        } catch (MalformedInputException e) {
            throw new IOException(name + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IOException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String shipped() throws NoSuchFileException {
        Optional<String> shipped = Experiments.text(name);
        return shipped.orElseThrow(() -> new NoSuchFileException("there is no file " + name
                + ", and no such spec is shipped (shipped: " + String.join(", ", Experiments.names()) + ")"));
    }
}
