package io.isinglass.streams.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.source.Files;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every sink in the catalogue. A new sink adds its example below. */
class SinksTest {

    private static final Duration SECONDS = Duration.ofSeconds(30);

    /** Each names what is not in reach. */
    private static final Map<String, Map<String, Object>> EXAMPLES =
            Map.of("kafka", Map.of("bootstrap", "localhost:9", "topic", "rows", "dead_letters", "letters"));

    /** One file, of brokers and how they let us in. */
    private record Brokers(String text) implements Files {

        @Override
        public List<String> list(String file) {
            return List.of(file);
        }

        @Override
        public byte[] read(String file, long most) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public InputStream open(String file) {
            throw new Refused("", "there is no file " + file);
        }
    }

    static Stream<String> sinks() {
        return Sinks.CATALOG.names().stream();
    }

    private static Outlet make(String name, Map<String, Object> more, String file) {
        Map<String, Object> options = new HashMap<>(EXAMPLES.get(name));
        options.putAll(more);
        return Sinks.CATALOG.make(name, options).apply(new Brokers(file));
    }

    private static Refused refused(Map<String, Object> options, String file) {
        return assertThrows(Refused.class, () -> make("kafka", options, file));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void whatIsOutOfReachIsToldInSecondsAndMayPass(String name) {
        Outlet outlet = make(name, Map.of(), "");
        IOException away = assertTimeout(
                SECONDS, () -> assertThrows(IOException.class, () -> outlet.open("run-1", "2026-01-02T03:04:05Z")));
        assertTrue(away.getMessage().contains("localhost:9"), away::getMessage);
        assertTrue(outlet.name().contains("localhost:9"), outlet::name);
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void whatMustBeGivenIsAskedFor(String name) {
        Catalog.Entry<Function<Files, Outlet>> entry = Sinks.CATALOG.entries().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        for (Option option : entry.options()) {
            if (option.fallback().isEmpty()) {
                Map<String, Object> options = EXAMPLES.get(name).entrySet().stream()
                        .filter(each -> !each.getKey().equals(option.name()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
                Refused asked = assertThrows(
                        Refused.class, () -> Sinks.CATALOG.make(name, options).apply(new Brokers("")));
                assertEquals("options." + option.name(), asked.path());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        bootstrap, localhost
        bootstrap, none
        properties, brokers
        topic, a topic
        topic, ..
        dead_letters, rows
        dead_letters, a/b
        """)
    void badValuesAreRefusedWithTheirOption(String option, String value) {
        String path = option.equals("properties") ? "options.bootstrap" : "options." + option;
        assertEquals(path, refused(Map.of(option, value), "").path());
    }

    @Test
    void aFileOfSecretsNamesTheBrokersThatTheyAreFor() {
        Map<String, Object> file = Map.of("bootstrap", "none", "properties", "brokers");
        String secret = "sasl.jaas.config=password\\=\"xyzzy\"\n";
        assertTrue(
                refused(file, secret).getMessage().contains("bootstrap.servers"), "secrets for nobody in particular");
        Outlet outlet = make("kafka", file, "bootstrap.servers=localhost:9\n" + secret);
        assertFalse(outlet.name().contains("xyzzy"), outlet::name);
    }

    @Test
    void linesThatWereNoRecordGoWhereTheyAreWanted() {
        assertTrue(make("kafka", Map.of(), "").takesLetters());
        assertFalse(make("kafka", Map.of("dead_letters", "none"), "").takesLetters());
    }

    @Test
    void whatIsNotedIsReadBackAndNothingElse() {
        Reached reached = new Reached(7, 1L << 53, 3);
        assertEquals(Optional.of(reached), Reached.of(7, reached.note()));
        for (String other : List.of("", "1", "1 2 3", "-1 2", "1 2 ", "one two", "9".repeat(20) + " 1")) {
            assertEquals(Optional.empty(), Reached.of(7, other), other);
        }
        assertThrows(IllegalArgumentException.class, () -> new Reached(-1, 0, 0));
    }

    @Test
    void ofTwoNotesTheFartherCounts() {
        Reached near = new Reached(7, 20, 3);
        assertEquals(new Reached(8, 20, 3), near.or(new Reached(8, 20, 3)));
        assertEquals(near, near.or(new Reached(6, 19, 3)));
        assertEquals(new Reached(7, 20, 4), near.or(new Reached(7, 20, 4)));
    }
}
