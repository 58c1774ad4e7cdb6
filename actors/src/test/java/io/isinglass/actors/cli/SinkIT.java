package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import io.isinglass.streams.sink.Displaced;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.sink.Parcel;
import io.isinglass.streams.sink.Pipe;
import io.isinglass.streams.sink.Reached;
import io.isinglass.streams.sink.Sinks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that send their rows to topics of a real broker, while they are killed, and the broker too. */
class SinkIT {

    private static final int KILLS = 5;
    private static final int PARTITIONS = 3;
    private static final int EPOCHS = 400;
    private static final int STEP = 50;
    private static final long SEED = 20261126;
    private static final String POISON = "{\"a\":NaN}";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Slow enough for what befalls it, and short enough for the journal to have all of it. */
    private static final int SWEEPS = 1000;

    /** Far more than the journal has. */
    private static final int MANY = 3000;

    private static final String SPEC = """
        name: %s
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network, options: {lags: 2}}
        data: {kind: ndjson, options: {path: lines.ndjson, sites: "a,b,c,d", batch: 2}}
        schedule: {sweeps: %d, epochs: %d}
        """;

    private static final String SINK =
            "sink: {kind: kafka, options: {bootstrap: \"%s\", topic: %s, dead_letters: %s}}%n";

    private static final String SETTINGS = "isinglass.store { snapshot-every = 50 ms, keep = 2 }\n";

    @TempDir
    private static Path place;

    private static Broker broker;

    @TempDir
    private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String url;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(place);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void eachRowIsThereOnceAsItWasWrittenThoughTheProgramAndTheBrokerAreKilled() throws Exception {
        broker.topics(PARTITIONS, "rows", "letters");
        write("sent", sink("rows", "letters"));
        for (int kill = 1; kill <= KILLS; kill++) {
            try (Program.Going going = begin()) {
                await(going, kill * STEP);
                if (kill == KILLS / 2) {
                    broker.kill();
                }
                rest(chance.nextInt(100));
                kill(going);
            }
            if (kill == KILLS / 2) {
                // Not before: a broker takes longer to begin than the run to end.
                broker.begin();
            }
        }
        try (Program.Going going = begin()) {
            Program.Ended ended = going.await();
            assertEquals(0, ended.code(), ended.all());
        }

        assertEquals(Files.readAllLines(folder.resolve("out/metrics.ndjson")), broker.read("rows", "sent"));
        List<String> letters = Files.readAllLines(folder.resolve("out/dead-letters.ndjson"));
        assertTrue(letters.size() > 10, "some lines are no record");
        assertEquals(letters, broker.read("letters", "sent"));
    }

    @Test
    void aServerThatIsKilledSendsEachRowOnceAndWhatWasLeftWhenItBeginsAnew() throws Exception {
        broker.topics(PARTITIONS, "served", "served-letters");
        String spec = write("served", sink("served", "served-letters"));
        Program.Going server = serve();
        try {
            send("POST", "", spec, 201);
            for (int kill = 1; kill <= KILLS; kill++) {
                int epochs = kill * STEP;
                until("/served-1", run -> epochs(run) >= epochs);
                rest(chance.nextInt(100));
                kill(server);
                server = serve();
            }
            until("/served-1", run -> epochs(run) >= (KILLS + 1) * STEP);
            broker.kill();
            until("/served-1", run -> run.contains("\"state\":\"finished\""));
            until("metrics", gauges -> gauges.contains("isinglass_sinks_away 1"));
            kill(server);
            broker.begin();
            server = serve();
            List<String> rows = expected();
            brought("served", "served-1", rows.size());
            List<String> sent = broker.read("served", "served-1");
            assertEquals(rows, sent.stream().map(SinkIT::timeless).toList());
            assertEquals(
                    Files.readAllLines(folder.resolve("expected/dead-letters.ndjson")),
                    broker.read("served-letters", "served-1"));
            List<String> last = new ArrayList<>();
            MAPPER.readTree(send("GET", "/served-1/metrics?limit=10000", "", 200))
                    .path("rows")
                    .forEach(row -> last.add(row.toString()));
            assertTrue(last.size() > 100, "the server has the last rows");
            assertEquals(last, sent.subList(sent.size() - last.size(), sent.size()));
            kill(server);
            assertEquals(1, marks());
            server = serve();
            send("DELETE", "/served-1", "", 204);
        } finally {
            server.close();
            server.process().waitFor();
        }
        assertEquals(0, marks());
    }

    @Test
    void aRunWaitsForBrokersThatAreAwayForLongAndBringsEachRowOnce() throws Exception {
        broker.topics(PARTITIONS, "waited", "waited-letters");
        String spec = write("waited", 1, MANY, sink("waited", "waited-letters"));
        Program.Going server = serve();
        try {
            send("POST", "", spec, 201);
            until("/waited-1", run -> epochs(run) >= STEP);
            broker.kill();
            until("metrics", gauges -> gauges.contains("isinglass_sinks_behind 1"));
            kill(server);
            server = serve();
            until("metrics", gauges -> gauges.contains("isinglass_sinks_behind 1"));
            String waits = send("GET", "/waited-1", "", 200);
            assertTrue(epochs(waits) < MANY, waits);
            broker.begin();
            until("/waited-1", run -> run.contains("\"state\":\"finished\""));
            List<String> rows = expected();
            brought("waited", "waited-1", rows.size());
            assertEquals(
                    rows,
                    broker.read("waited", "waited-1").stream()
                            .map(SinkIT::timeless)
                            .toList());
            until("metrics", gauges -> gauges.contains("isinglass_sink_rows_lost_total 0"));
        } finally {
            server.close();
            server.process().waitFor();
        }
    }

    /** Waits until so many rows are there. */
    private static void brought(String topic, String key, int rows) {
        Instant end = Instant.now().plus(PATIENCE);
        while (broker.read(topic, key).size() < rows && Instant.now().isBefore(end)) {
            rest(200);
        }
    }

    /** How many runs have a note of how far they have been brought. */
    private long marks() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("store/journal") + ";DATABASE_TO_UPPER=false");
                ResultSet count = connection.createStatement().executeQuery("SELECT count(*) FROM isinglass_sent")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void aTopicThatIsNotThereIsRefusedAtOnceAndBrokersThatAreAwayAreNot() throws Exception {
        broker.topics(PARTITIONS, "there");
        write("sent", sink("there", "nowhere"));
        Program.Ended refused = begin().await();
        assertEquals(1, refused.code(), refused.all());
        assertTrue(refused.err().contains("there is no topic nowhere at " + broker.address()), refused.all());

        Files.writeString(
                folder.resolve("sent.yaml"),
                SPEC.formatted("away", SWEEPS, EPOCHS) + SINK.formatted("127.0.0.1:9", "rows", "none"));
        Program.Ended away = Program.run(folder, "run", "sent.yaml", "--out", "away");
        assertEquals(1, away.code(), away.all());
        assertTrue(Files.exists(folder.resolve("away/result.json")), "the run itself went well");
        assertTrue(away.err().contains("topic rows at 127.0.0.1:9 has no rows from number 0 on: "), away.all());
    }

    @Test
    void whoCameFirstCanWriteNoMoreAndAnotherRunOfTheNameIsAnother() throws Exception {
        broker.topics(PARTITIONS, "fenced");
        Outlet outlet = Sinks.CATALOG
                .make("kafka", Map.of("bootstrap", broker.address(), "topic", "fenced"))
                .apply(null);
        try (Pipe first = outlet.open("run-1", "then")) {
            assertEquals(Optional.empty(), first.reached());
            first.send(parcel(0, 3));
            try (Pipe second = outlet.open("run-1", "then");
                    Pipe other = outlet.open("run-1", "later")) {
                assertEquals(Optional.of(new Reached(3, 3, 0)), second.reached());
                assertEquals(Optional.empty(), other.reached());
                assertThrows(Displaced.class, () -> first.send(parcel(3, 6)));
                second.send(parcel(3, 5));
            }
        }
        assertEquals(parcel(0, 5).rows().stream().map(RowJson::line).toList(), broker.read("fenced", "run-1"));
    }

    private static Parcel parcel(long from, long to) {
        List<Row> rows = LongStream.range(from, to)
                .mapToObj(seq -> new Row("run", "energy", -1.5, 0.25, null, 10.0, 7, 15, seq, "2026-01-02T03:04:05Z"))
                .toList();
        return new Parcel(rows, List.of(), new Reached(to, to, 0));
    }

    private static String sink(String rows, String letters) {
        return SINK.formatted(broker.address(), rows, letters);
    }

    /** Lines of which every fiftieth or so is no record, and a spec that reads them. */
    private String write(String name, String sink) throws IOException {
        return write(name, SWEEPS, EPOCHS, sink);
    }

    private String write(String name, int sweeps, int epochs, String sink) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int records = 0; records < 2 * epochs; ) {
            boolean bad = chance.nextInt(50) == 0;
            lines.add(bad ? POISON : "{\"a\":%d,\"b\":%d,\"c\":%d,\"d\":%d}".formatted(spin(), spin(), spin(), spin()));
            records += bad ? 0 : 1;
        }
        Files.writeString(folder.resolve("lines.ndjson"), String.join("\n", lines) + "\n");
        Files.writeString(folder.resolve("settings.conf"), SETTINGS);
        String spec = SPEC.formatted(name, sweeps, epochs);
        Files.writeString(folder.resolve("plain.yaml"), spec);
        Files.writeString(folder.resolve("sent.yaml"), spec + sink);
        return spec + sink;
    }

    private int spin() {
        return 2 * chance.nextInt(2) - 1;
    }

    private Program.Going begin() throws IOException {
        return Program.start(
                folder, "run", "sent.yaml", "--store", "store", "--config", "settings.conf", "--out", "out");
    }

    private Program.Going serve() throws IOException {
        Program.Going server = Program.start(
                folder, "serve", "--port", "0", "--store", "store", "--config", "settings.conf", "--data", ".");
        String listens = server.awaitLine("listens on");
        url = listens.substring(listens.indexOf("http://"));
        return server;
    }

    /** Waits until the run has written the rows of so many epochs. */
    private void await(Program.Going going, int epochs) throws IOException {
        Path rows = folder.resolve("out/metrics.ndjson");
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(rows) || !Files.readString(rows).contains("\"epoch\":" + epochs + ",")) {
            assertTrue(going.process().isAlive() && Instant.now().isBefore(end), Files.readString(going.err()));
            rest(20);
        }
    }

    private static void kill(Program.Going going) throws Exception {
        going.signal("KILL");
        going.process().waitFor();
    }

    private static void rest(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The rows that a run of the same spec without a sink comes to, but for their times. */
    private List<String> expected() throws Exception {
        Program.Ended ended = Program.run(folder, "run", "plain.yaml", "--out", "expected");
        assertEquals(0, ended.code(), ended.all());
        return Files.readAllLines(folder.resolve("expected/metrics.ndjson")).stream()
                .map(SinkIT::timeless)
                .toList();
    }

    private static String timeless(String row) {
        try {
            ObjectNode node = (ObjectNode) MAPPER.readTree(row);
            node.remove("time");
            return node.toString();
        } catch (IOException e) {
            throw new AssertionError(row, e);
        }
    }

    private static int epochs(String run) {
        try {
            return MAPPER.readTree(run).path("epochs").asInt();
        } catch (IOException e) {
            throw new AssertionError(run, e);
        }
    }

    private void until(String path, Predicate<String> wish) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        for (String answer = send("GET", path, "", 200); !wish.test(answer); answer = send("GET", path, "", 200)) {
            assertTrue(Instant.now().isBefore(end), answer);
            rest(50);
        }
    }

    private String send(String method, String path, String body, int status) throws Exception {
        String at = path.equals("metrics") ? path : "api/v1/runs" + path;
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + at))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer::body);
        return answer.body();
    }
}
