package io.isinglass.actors.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.actors.run.LocalFiles;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An API on a free port, and a client that talks to it. */
final class Conversation implements AutoCloseable {

    static final int RING = 256;
    static final int MOST_RUNS = 3;
    static final long MOST_BYTES = 8192;
    static final int MOST_BACKLOG = 20;
    static final int MOST_VALUES = 200;
    static final Settings.Http HTTP =
            new Settings.Http("127.0.0.1", 0, RING, MOST_RUNS, MOST_BYTES, MOST_BACKLOG, 2, MOST_VALUES);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Node node;
    private final Runs runs;
    private final Server server;

    /** A server-sent event: its fields by name. */
    record Event(Map<String, String> fields) {

        String type() {
            return fields.get("event");
        }

        JsonNode data() {
            return json(fields.get("data"));
        }

        long id() {
            return Long.parseLong(fields.get("id"));
        }
    }

    /** Serves; specs that come in may read the files in {@code data}. */
    Conversation(Path data) throws IOException {
        this(data, Settings.load());
    }

    /** The same with a store that may hold runs already. */
    Conversation(Path data, Settings settings) throws IOException {
        LocalFiles files = new LocalFiles(List.of(data), true);
        node = Node.start(settings.with(2), files, Node.Home.alone());
        runs = new Runs(node, MOST_RUNS, RING);
        server = Server.listen("127.0.0.1", 0, runs, node, files, HTTP);
    }

    Runs runs() {
        return runs;
    }

    Server server() {
        return server;
    }

    Node node() {
        return node;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, BodyPublishers.noBody(), BodyHandlers.ofString(), headers);
    }

    HttpResponse<byte[]> bytes(String path) throws Exception {
        return send("GET", path, BodyPublishers.noBody(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, BodyPublishers.ofString(body), BodyHandlers.ofString(), headers);
    }

    HttpResponse<String> send(String method, String path) throws Exception {
        return send(method, path, BodyPublishers.noBody(), BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(String method, String path, BodyPublisher body, BodyHandler<T> as, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url()).resolve(path))
                .timeout(PATIENCE)
                .method(method, body);
        for (int k = 0; k < headers.length; k += 2) {
            request.header(headers[k], headers[k + 1]);
        }
        return client.send(request.build(), as);
    }

    /** The events of a stream, until it ends. */
    List<Event> events(String path, String... headers) throws Exception {
        return events(path, _ -> {}, headers);
    }

    /** The events of a stream, until it ends, each shown to {@code witness} as it comes. */
    List<Event> events(String path, Consumer<Event> witness, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Accept", "text/event-stream"));
        try (Stream<String> lines = send(
                        "GET", path, BodyPublishers.noBody(), BodyHandlers.ofLines(), all.toArray(String[]::new))
                .body()) {
            return events(lines.iterator(), witness);
        }
    }

    private static List<Event> events(Iterator<String> lines, Consumer<Event> witness) {
        List<Event> events = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (!line.isEmpty()) {
                fields.put(line.split(":", 2)[0], line.split(":", 2)[1]);
            } else if (fields.containsKey("event")) {
                events.add(new Event(Map.copyOf(fields)));
                witness.accept(events.getLast());
                fields.clear();
            }
        }
        return events;
    }

    /** Starts a run of a small lattice, and returns its address. */
    String start(int epochs) throws Exception {
        HttpResponse<String> created = post(
                "/api/v1/runs?spec=ising-critical.yaml&set=schedule.epochs=" + epochs
                        + "&set=schedule.sweeps=2&set=schedule.warmup=0&set=lattice.rows=8&set=lattice.columns=16",
                "");
        if (created.statusCode() != 201) {
            throw new AssertionError(created.body());
        }
        return created.headers().firstValue("Location").orElseThrow();
    }

    /** The same, run to its end. */
    String finish(int epochs) throws Exception {
        String run = start(epochs);
        events(run + "/metrics");
        return run;
    }

    /** The view of a run, as soon as it is as wished. */
    JsonNode until(String run, Predicate<JsonNode> wish) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode view = json(get(run).body());
            if (wish.test(view)) {
                return view;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("it does not become as wished: " + view);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** The run at an address. */
    Run run(String address) {
        return await(runs.find(address.substring(address.lastIndexOf('/') + 1))).orElseThrow();
    }

    /** How many runs there are. */
    int count() {
        return await(runs.all()).size();
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Deletes all runs. */
    void clear() {
        await(runs.all()).forEach(run -> await(runs.remove(run)));
    }

    @Override
    public void close() {
        clear();
        end();
    }

    /** Ends, and leaves the runs as they are. */
    void end() {
        client.close();
        server.close();
        node.close();
    }
}
