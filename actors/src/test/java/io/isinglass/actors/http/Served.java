package io.isinglass.actors.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openqa.selenium.support.ui.FluentWait;

/** The packaged program as a server, in a process of its own. */
final class Served {

    private static final Path PROGRAM =
            Path.of("target", "isinglass", "bin", "isinglass").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(1);
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    /** A server on a free port, which keeps its files in an empty directory. */
    Served(Path directory) throws IOException {
        Path port = directory.resolve("port");
        Path log = directory.resolve("log");
        process = new ProcessBuilder(
                        List.of(PROGRAM.toString(), "serve", "--port", "0", "--port-file", port.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        url = "http://127.0.0.1:" + awaitPort(port, log) + "/";
    }

    private int awaitPort(Path port, Path log) {
        return new FluentWait<>(port)
                .withTimeout(START)
                .pollingEvery(Duration.ofMillis(20))
                .withMessage(() -> "the server says " + read(log))
                .until(file -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the server ended: " + read(log));
                    }
                    String text = Files.exists(file) ? read(file).strip() : "";
                    return text.isEmpty() ? null : Integer.valueOf(text);
                });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    String post(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response + ": " + response.body());
        }
        return response.body();
    }

    /** Ends the server: politely, and if that does not help, at once. */
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
