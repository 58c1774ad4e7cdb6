package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.kafka.Access;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be wished of a topic, and who may be told a secret. */
class TopicTest {

    private static final String SECRET = "sasl.jaas.config=password\\=\"xyzzy\"\n";

    private static Refused refused(Map<String, Object> options, String file) {
        Map<String, Object> all = new HashMap<>(Map.of("topic", "t", "sites", "a,b"));
        all.putAll(options);
        Files files = MemoryFiles.of(Map.of("brokers", file.getBytes(StandardCharsets.UTF_8)));
        return assertThrows(
                Refused.class, () -> Sources.CATALOG.make("kafka", all).apply(files));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
        bootstrap, localhost
        bootstrap, localhost:9092;other:9092
        bootstrap, none
        partitions, some
        partitions, |0,0|
        from, yesterday
        end, now
        until, -1
        """)
    void badValuesAreRefusedWithTheirOption(String option, String value) {
        Map<String, Object> options = new HashMap<>(Map.of("bootstrap", "localhost:9"));
        options.put(option, value);
        assertEquals("options." + option, refused(options, "").path());
    }

    @Test
    void aFileOfSecretsNamesTheBrokersThatTheyAreFor() {
        Map<String, Object> both = Map.of("bootstrap", "evil:9", "properties", "brokers");
        assertEquals("options.bootstrap", refused(both, SECRET).path());
        assertTrue(
                refused(Map.of("properties", "brokers"), SECRET).getMessage().contains("bootstrap.servers"),
                "secrets for nobody in particular");
        assertTrue(refused(Map.of("properties", "brokers"), "interceptor.classes=evil\n")
                .getMessage()
                .endsWith("was interceptor.classes"));
        assertFalse(Access.of("brokers", "bootstrap.servers=localhost:9\n" + SECRET)
                .toString()
                .contains("xyzzy"));
    }
}
