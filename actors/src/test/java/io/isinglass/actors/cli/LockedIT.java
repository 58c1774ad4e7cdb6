package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.run.LocalFiles;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.sink.Parcel;
import io.isinglass.streams.sink.Pipe;
import io.isinglass.streams.sink.Reached;
import io.isinglass.streams.sink.Sinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fetch from and send to a broker which lets in only who knows a password, over TLS, and what they may there. */
class LockedIT {

    private static final int RECORDS = 40;

    private static final String SPEC = """
        name: locked
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network}
        data: {kind: kafka, options: {properties: %s, topic: in, sites: "a,b", end: latest}}
        sink: {kind: kafka, options: {properties: %s, topic: out}}
        schedule: {sweeps: 10}
        """;

    @TempDir
    private static Path place;

    private static Broker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.locked(place);
        broker.topics(1, "in", "out", "apart");
        try (KafkaProducer<String, String> producer = broker.producer()) {
            for (int record = 0; record < RECORDS; record++) {
                producer.send(new ProducerRecord<>("in", "{\"a\":1,\"b\":%d}".formatted(record % 3 == 0 ? -1 : 1)));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("right.properties"), broker.key(Broker.PASSWORD));
        Files.writeString(folder.resolve("wrong.properties"), broker.key("wrong"));
    }

    private Program.Ended run(String source, String sink) throws Exception {
        Files.writeString(folder.resolve("locked.yaml"), SPEC.formatted(source + ".properties", sink + ".properties"));
        return Program.run(folder, "run", "locked.yaml", "--out", source + "-" + sink);
    }

    @Test
    void recordsComeAndRowsGoThroughADoorThatIsLocked() throws Exception {
        Program.Ended ended = run("right", "right");

        assertEquals(0, ended.code(), ended.all());
        Path out = folder.resolve("right-right");
        assertEquals(Integer.toString(RECORDS), Outcome.in(out).text("epochs"));
        assertEquals(Files.readAllLines(out.resolve("metrics.ndjson")), broker.read("out", "locked"));
    }

    @Test
    void aWrongPasswordIsToldInALine() throws Exception {
        for (Program.Ended ended : List.of(run("wrong", "right"), run("right", "wrong"))) {
            assertEquals(1, ended.code(), ended.all());
            List<String> lines = ended.err().lines().toList();
            assertEquals(1, lines.size(), ended.all());
            assertTrue(
                    lines.getFirst().contains(broker.door() + " does not let us in: Authentication failed"),
                    ended.all());
        }
    }

    /** Rows and how far they go are seen together or not at all: here the broker takes one of the two and refuses the other. */
    @Test
    void whereOneCannotBeWrittenTheOtherIsNotThere() throws Exception {
        Outlet outlet = Sinks.CATALOG
                .make("kafka", Map.of("properties", "right.properties", "topic", "apart"))
                .apply(new LocalFiles(List.of(folder), false));
        try (Pipe pipe = outlet.open("run-1", "then")) {
            pipe.send(parcel(0, 3));
        }
        ResourcePattern mark = new ResourcePattern(ResourceType.GROUP, "isinglass-run-1-then", PatternType.LITERAL);
        ResourcePattern rows = new ResourcePattern(ResourceType.TOPIC, "apart", PatternType.LITERAL);
        assertNothingIsLeft(outlet, mark, AclOperation.READ);
        assertNothingIsLeft(outlet, rows, AclOperation.WRITE);
    }

    private static void assertNothingIsLeft(Outlet outlet, ResourcePattern what, AclOperation how) throws Exception {
        List<AclBinding> rules =
                List.of(rule(what, AclOperation.ALL, AclPermissionType.ALLOW), rule(what, how, AclPermissionType.DENY));
        try (Admin admin = broker.admin();
                Pipe pipe = outlet.open("run-1", "then")) {
            admin.createAcls(rules).all().get();
            await(admin, rules.getLast(), 1);
            Exception refused = assertThrows(Exception.class, () -> pipe.send(parcel(3, 6)));
            assertTrue(refused.getMessage().contains(broker.door() + " does not let us in: "), refused::getMessage);
            admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
            await(admin, rules.getLast(), 0);
        }
        try (Pipe pipe = outlet.open("run-1", "then")) {
            assertEquals(Optional.of(new Reached(3, 3, 0)), pipe.reached());
        }
        assertEquals(parcel(0, 3).rows().stream().map(RowJson::line).toList(), broker.read("apart", "run-1"));
    }

    private static AclBinding rule(ResourcePattern what, AclOperation how, AclPermissionType may) {
        return new AclBinding(what, new AccessControlEntry("User:" + Broker.USER, "*", how, may));
    }

    /** Waits until the broker itself has a rule, or has it no more. */
    private static void await(Admin admin, AclBinding rule, int times) throws Exception {
        while (admin.describeAcls(rule.toFilter()).values().get().size() != times) {
            Thread.onSpinWait();
        }
    }

    private static Parcel parcel(long from, long to) {
        List<Row> rows = LongStream.range(from, to)
                .mapToObj(seq -> new Row("run", "energy", -1.5, 0.25, null, 10.0, 7, 15, seq, "2026-01-02T03:04:05Z"))
                .toList();
        return new Parcel(rows, List.of(), new Reached(to, to, 0));
    }
}
