package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.metric.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a journal holds is read by every later version. Each line of {@code golden/journal.txt} is an object as it was
 * once written: its name, its serializer, its manifest and its bytes. Lines are added; those that stand there stay.
 */
class GoldenTest {

    private static final String AT = "2026-01-02T03:04:05.678Z";
    private static final Charter CHARTER = new Charter("run-1", "{\"name\":\"run\"}");
    private static final Sealed SEALED = new Sealed("run-1/8-2/block-0", "0123456789abcdef".repeat(4), 77);
    private static final Point POINT = new Point(8, List.of(SEALED), Optional.of(SEALED));
    private static final Row ROW = new Row("run", "energy", -1.5, 0.25, null, 10.0, 7, 15, 42, AT);
    private static final ChainCouplings COUPLINGS =
            new ChainCouplings(List.of(new Couplings(0.44, -0.0), new Couplings(0.1, Double.MIN_VALUE)));

    private static final Layout LAYOUT = new Layout(1, 1, 3, "open", 1, 1, 1, Optional.of(3L), List.of("cold", "hot"));

    private static Node node;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        node = Node.start(1);
        serialization = SerializationExtension.get(Adapter.toClassic(node.system()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** What the lines stand for. */
    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        Base base = new Base("parent-1", POINT);
        values.put("created", new Event.Created(CHARTER, Optional.empty(), Optional.empty(), AT));
        values.put("created-fork", new Event.Created(CHARTER, Optional.of(base), Optional.empty(), AT));
        values.put(
                "created-forgetful",
                new Event.Created(CHARTER, Optional.of(base.withoutMemory()), Optional.empty(), AT));
        values.put("created-with-layout", new Event.Created(CHARTER, Optional.empty(), Optional.of(LAYOUT), AT));
        values.put("opened", new Event.Opened(2, "a cluster", "a node is lost", AT));
        values.put("committed", new Event.Committed(2, 7, COUPLINGS, 3, List.of(ROW, ROW), "chain"));
        values.put("kept", new Event.Kept(2, POINT, List.of(2L, 4L)));
        values.put("spoilt", new Event.Spoilt(8, SEALED.key(), "it is missing"));
        values.put("paused", new Event.Paused(AT));
        values.put("resumed", new Event.Resumed(AT));
        values.put("finished", new Event.Ended(State.FINISHED, "", "digest", AT));
        values.put("failed", new Event.Ended(State.FAILED, "a learner that fails", "", AT));
        values.put("chronicle-empty", Chronicle.EMPTY);
        values.put("chronicle", chronicle(values));
        values.put("entered", new Roster.Event.Entered(CHARTER));
        values.put("struck", new Roster.Event.Struck("run-1"));
        values.put("roster", new Roster.Runs(3, List.of(CHARTER)));
        return values;
    }

    private static Chronicle chronicle(Map<String, Object> values) {
        Chronicle state = Chronicle.EMPTY;
        for (String event : List.of("created-fork", "opened", "committed", "kept", "paused", "finished")) {
            state = state.after((Event) values.get(event));
        }
        return state;
    }

    /** A line of the file. */
    record Line(String name, int serializer, String manifest, String hex) {

        private static Line parse(String line) {
            String[] words = line.split(" ", -1);
            return new Line(words[0], Integer.parseInt(words[1]), words[2], words[3]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Line> lines() throws IOException {
        try (var file = GoldenTest.class.getResourceAsStream("/golden/journal.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Line::parse)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void whatWasOnceWrittenIsReadAsWhatItWas(Line line) {
        byte[] bytes = HexFormat.of().parseHex(line.hex());
        Object read = serialization
                .deserialize(bytes, line.serializer(), line.manifest())
                .get();
        assertEquals(values().get(line.name()), read);
    }

    @Test
    void everyKindOfEventHasALine() throws IOException {
        Set<String> names = lines().stream().map(Line::name).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        values().forEach((name, value) -> {
            if (!names.contains(name)) {
                missing.add(line(name, value));
            }
        });
        assertEquals("", String.join("\n", missing), "lines to add to golden/journal.txt");

        Set<Class<?>> shown = new HashSet<>();
        values().values().forEach(value -> shown.add(value.getClass()));
        List<Class<?>> events = Stream.of(Event.class, Roster.Event.class)
                .<Class<?>>flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .filter(kind -> !shown.contains(kind))
                .toList();
        assertEquals(List.of(), events, "events without a line");
    }

    private static String line(String name, Object value) {
        byte[] bytes = serialization.serialize(value).get();
        var serializer = serialization.findSerializerFor(value);
        return String.join(
                " ",
                name,
                Integer.toString(serializer.identifier()),
                Serializers.manifestFor(serializer, value),
                HexFormat.of().formatHex(bytes));
    }
}
