package io.isinglass.actors.cli;

import io.isinglass.actors.http.Server;
import io.isinglass.actors.run.LocalFiles;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command listens. */
final class ServerOptions {

    @Option(names = "--host", paramLabel = "ADDRESS", description = "the address to listen on (default: 127.0.0.1)")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the port to listen on, 0 for any free one (default: 8080)")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--port-file", paramLabel = "FILE", description = "a file to write the port to, once it listens")
    private Optional<Path> portFile = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "a folder whose files specs that come over HTTP may read (default: none but those shipped)")
    private Optional<Path> data = Optional.empty();

    /** What specs that come over HTTP may read. */
    LocalFiles files() {
        return new LocalFiles(data.map(List::of).orElse(List.of()), true);
    }

    Server listen(Node node, Runs runs, Settings.Http settings) throws IOException {
        int number = port.orElse(settings.port());
        if (number < 0 || number > 65_535) {
            throw new IOException("--port must be 0..65535, was " + number);
        }
        Server server = Server.listen(host.orElse(settings.host()), number, runs, node, files(), settings);
        if (portFile.isPresent()) {
            writePort(portFile.get().toAbsolutePath(), server.port());
        }
        return server;
    }

    /** Whoever waits for the file finds the whole number in it. */
    private static void writePort(Path file, int port) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(draft, port + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
