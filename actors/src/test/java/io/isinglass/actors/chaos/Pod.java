package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process of the packaged program that serves, and what can be done to it. */
final class Pod {

    static final JsonMapper JSON = new JsonMapper();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path folder;
    private final int number;
    private final Host host;
    private final List<String> flags;
    private final Map<String, String> environment;
    private Process process;
    private long incarnation;

    /** Pod {@code number}; its logs go to the folder, and its JVM gets these flags besides. */
    Pod(Path folder, int number, Host host, List<String> flags) {
        this(folder, number, host, flags, Map.of());
    }

    /** The same with more in its environment. */
    Pod(Path folder, int number, Host host, List<String> flags, Map<String, String> environment) {
        this.folder = folder;
        this.number = number;
        this.host = host;
        this.flags = List.copyOf(flags);
        this.environment = Map.copyOf(environment);
    }

    int number() {
        return number;
    }

    Host host() {
        return host;
    }

    private Path portFile() {
        return folder.resolve("port-" + number);
    }

    /** Starts it, anew if it has been before; does not wait until it listens. */
    void start(Path config) throws IOException {
        Files.deleteIfExists(portFile());
        List<String> command = new ArrayList<>(host.prefix());
        command.addAll(List.of(
                Place.PROGRAM.toString(),
                "serve",
                "--config",
                config.toString(),
                "--host",
                host.address(),
                "--port",
                "0",
                "--threads",
                "1",
                "--port-file",
                portFile().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("ISINGLASS_OPTS", String.join(" ", flags));
        incarnation++;
        Path log = folder.resolve("pod-" + number + "-" + incarnation + ".log");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        process = builder.start();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Has the JVM do something, as jcmd does. */
    void command(String what) throws IOException, InterruptedException {
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        what)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** How often it has been started. */
    long incarnation() {
        return incarnation;
    }

    /** The exit code of a process that ends by itself; one that does not says where its threads are. */
    int await(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
            signal("QUIT");
            process.waitFor(1, java.util.concurrent.TimeUnit.SECONDS);
            throw new AssertionError("pod " + number + " does not end: " + log());
        }
        return process.exitValue();
    }

    /** Sends a signal, such as KILL, TERM, STOP or CONT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it as a power cut does. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("pod-" + number + "-" + incarnation + ".log"));
    }

    /** The base of its addresses, once it listens. */
    Optional<String> url() {
        try {
            return Files.exists(portFile())
                    ? Optional.of("http://" + host.address() + ":"
                            + Files.readString(portFile()).strip() + "/")
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** An answer: its status, 0 where there was none, and its body. */
    record Answer(int status, String body, boolean retryAfter) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    /** Starts a run and returns its id. */
    String begin(Trial trial) {
        return Place.awaited(trial.spec() + " begins", () -> {
            Answer answer = post("api/v1/runs?spec=" + trial.spec() + trial.query());
            return answer.status() == 201 ? answer.json().path("id").asText() : null;
        });
    }

    /** What a run has come to, when it has; waits for as long as it goes on. */
    Trial.Numbers numbers(String run) {
        return Place.awaited("the result of " + run, () -> epochs(run), () -> {
            Answer result = get("api/v1/runs/" + run + "/result");
            return result.status() == 200 ? Trial.numbers(result.json()) : null;
        });
    }

    /** How many epochs of a run the pod has seen; 0 where it does not say. */
    long epochs(String run) {
        Answer view = get("api/v1/runs/" + run);
        return view.status() == 200 ? view.json().path("epochs").asLong() : 0;
    }

    /** The pod's view of a run, as soon as it has one. */
    JsonNode view(String run) {
        return Place.awaited("a view of " + run, () -> {
            Answer view = get("api/v1/runs/" + run);
            return view.status() == 200 ? view.json() : null;
        });
    }

    Answer get(String path) {
        return send("GET", path);
    }

    /** The sum of the metrics that begin so. */
    double metric(String name) {
        return get("metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What its management says, such as who is a member of the cluster. */
    Answer manage(String path) {
        return send("GET", URI.create("http://" + host.address() + ":" + host.management() + "/" + path));
    }

    Answer post(String path) {
        return send("POST", path);
    }

    Answer send(String method, String path) {
        Optional<String> base = url();
        if (base.isEmpty()) {
            return new Answer(0, "", false);
        }
        return send(method, URI.create(base.get() + path));
    }

    private static Answer send(String method, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").isPresent());
        } catch (IOException e) {
            return new Answer(0, e.toString(), false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
