package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that fetches its records from a topic of a real broker, while it is killed, and the broker too. */
class KafkaIT {

    private static final int KILLS = 5;
    private static final int PORTION = 80;
    private static final int PARTITIONS = 3;
    private static final long SEED = 20261127;
    private static final String POISON = "{\"a\":NaN}";
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String SPEC = """
        name: fed
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network, options: {lags: 2}}
        data: {kind: %s, options: {sites: "a,b,c,d", batch: 4, %s}}
        schedule: {sweeps: 20%s}
        """;

    // No record is dropped, so that the order in which they were taken can be read.
    private static final String SETTINGS = "isinglass.store { snapshot-every = 50 ms, keep = 1000 }\n";

    @TempDir
    private static Path place;

    private static Broker broker;

    @TempDir
    private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final List<String> messages = new ArrayList<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private int sent;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(place);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void eachMessageIsLearnedFromOnceThoughTheProgramAndTheBrokerAreKilled() throws Exception {
        broker.topics(PARTITIONS, "fed");
        draw(KILLS + 2);
        try (KafkaProducer<String, String> producer = broker.producer()) {
            produce(producer, "fed");
            write("fed.yaml", "kafka", "topic: fed, until: " + good(messages).size(), "");
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program.Going going = begin("fed.yaml")) {
                    produce(producer, "fed");
                    int millis = 400 + chance.nextInt(2500);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                    System.out.println("killed after " + millis + " ms");
                    if (kill == KILLS / 2) {
                        broker.kill();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(1500)));
                        broker.begin();
                    }
                    going.signal("KILL");
                    going.process().waitFor();
                }
            }
            try (Program.Going going = begin("fed.yaml")) {
                produce(producer, "fed");
                Program.Ended ended = going.await();
                assertEquals(0, ended.code(), ended.all());
            }
        }

        SortedMap<Long, String> taken = taken();
        assertEquals(
                good(messages), taken.values().stream().sorted(KafkaIT::byId).toList());
        assertEquals(ends, marks());
        List<String> letters = Files.readAllLines(folder.resolve("out/dead-letters.ndjson"));
        assertEquals(messages.size() - good(messages).size(), letters.size());
        for (String letter : letters) {
            taken.put(MAPPER.readTree(letter).path("line").asLong(), POISON);
            assertTrue(
                    MAPPER.readTree(letter).path("reason").asText().matches("partition [0-2], offset [0-9]+: .*"),
                    letter);
        }
        assertEquals(digests("out"), read(List.copyOf(taken.values())));
    }

    @Test
    void aPartitionGivesTheNumbersOfAFileOfTheSameLines() throws Exception {
        broker.topics(1, "once");
        draw(2);
        try (KafkaProducer<String, String> producer = broker.producer()) {
            produce(producer, "once");
            produce(producer, "once");
        }
        write("fed.yaml", "kafka", "topic: once, end: latest", "");

        Program.Ended ended = begin("fed.yaml").await();

        assertEquals(0, ended.code(), ended.all());
        assertEquals(read(messages), digests("out"));
    }

    @Test
    void whatIsNotThereIsRefusedAtOnceAndInWords() throws Exception {
        write("fed.yaml", "kafka", "topic: nowhere", "");

        Program.Ended ended = begin("fed.yaml").await();

        assertEquals(1, ended.code(), ended.all());
        assertTrue(ended.err().contains("there is no topic nowhere at " + broker.address()), ended.all());
    }

    private Program.Going begin(String spec) throws IOException {
        return Program.start(folder, "run", spec, "--store", "store", "--config", "settings.conf", "--out", "out");
    }

    private void write(String file, String kind, String options, String schedule) throws IOException {
        String all = kind.equals("kafka") ? options + ", bootstrap: \"" + broker.address() + "\"" : options;
        Files.writeString(folder.resolve(file), SPEC.formatted(kind, all, schedule));
        Files.writeString(folder.resolve("settings.conf"), SETTINGS);
    }

    /** So many portions of messages, of which every fiftieth or so is no record; those of the last all are. */
    private void draw(int portions) {
        int end = portions * PORTION;
        for (int id = 0; id < end; id++) {
            if (id < end - PORTION && chance.nextInt(50) == 0) {
                messages.add(POISON);
            } else {
                int common = chance.nextInt(3) - 1;
                messages.add("{\"id\":%d,\"a\":%d,\"b\":%d,\"c\":%d,\"d\":%s}"
                        .formatted(
                                id,
                                spin(common),
                                spin(common),
                                spin(-common),
                                chance.nextInt(10) == 0 ? "null" : Integer.toString(spin(0))));
            }
        }
    }

    private int spin(int towards) {
        return chance.nextInt(5) + 2 * towards >= 2 ? 1 : -1;
    }

    private static List<String> good(List<String> lines) {
        return lines.stream().filter(line -> !line.equals(POISON)).toList();
    }

    /** Sends the next messages, and waits until the broker has them. */
    private void produce(KafkaProducer<String, String> producer, String topic) throws Exception {
        List<Future<RecordMetadata>> all = new ArrayList<>();
        int partitions = producer.partitionsFor(topic).size();
        for (int end = sent + PORTION; sent < end; sent++) {
            all.add(producer.send(new ProducerRecord<>(topic, chance.nextInt(partitions), null, messages.get(sent))));
        }
        producer.flush();
        for (Future<RecordMetadata> each : all) {
            ends.merge(each.get().partition(), each.get().offset() + 1, Math::max);
        }
    }

    private static int byId(String one, String other) {
        return Integer.compare(id(one), id(other));
    }

    private static int id(String line) {
        return Integer.parseInt(line.substring("{\"id\":".length(), line.indexOf(',')));
    }

    /** What a run comes to that reads these lines from a file. */
    private List<String> read(List<String> lines) throws Exception {
        Files.writeString(folder.resolve("lines.ndjson"), String.join("\n", lines) + "\n");
        write(
                "read.yaml",
                "ndjson",
                "path: lines.ndjson",
                ", epochs: " + Math.ceilDiv(good(lines).size(), 4));
        Program.Ended ended = Program.run(folder, "run", "read.yaml", "--out", "read");
        assertEquals(0, ended.code(), ended.all());
        return digests("read");
    }

    /** What a run came to, and all of its rows but for their times. */
    private List<String> digests(String out) throws IOException {
        Outcome outcome = Outcome.in(folder.resolve(out));
        List<String> all = new ArrayList<>(
                List.of(outcome.text("epochs"), outcome.text("digest"), outcome.text("metrics_digest")));
        outcome.rows().forEach(row -> {
            row.remove("time");
            all.add(row.toString());
        });
        return all;
    }

    private Connection store() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("store/journal") + ";DATABASE_TO_UPPER=false");
    }

    /** The records in the order in which they were taken, by their lines. */
    private SortedMap<Long, String> taken() throws SQLException {
        SortedMap<Long, String> taken = new TreeMap<>();
        try (Connection connection = store();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT line, content FROM isinglass_record WHERE run = 'fed'")) {
            while (row.next()) {
                taken.put(row.getLong(1), new String(row.getBytes(2), StandardCharsets.UTF_8));
            }
        }
        return taken;
    }

    /** How far each partition has been taken. */
    private Map<Integer, Long> marks() throws SQLException {
        Map<Integer, Long> marks = new HashMap<>();
        try (Connection connection = store();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT part, place FROM isinglass_mark WHERE run = 'fed'")) {
            while (row.next()) {
                marks.put(row.getInt(1), row.getLong(2));
            }
        }
        return marks;
    }
}
