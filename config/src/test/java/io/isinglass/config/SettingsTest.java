package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    @Test
    void theDefaultsAreThoseOfTheReferenceFile() {
        assertEquals(new Settings(new Settings.Http("127.0.0.1", 8080, 65_536, 64, 1 << 20), 0), Settings.load());
    }

    @Test
    void everySettingCanBeOverridden() {
        Settings settings = Settings.of(over("isinglass { threads = 2, http { host = \"::1\", port = 0, "
                + "metrics-ring = 16, max-runs = \"3\", max-body = 1.5 KiB } }"));

        assertEquals(new Settings(new Settings.Http("::1", 0, 16, 3, 1536), 2), settings);
    }

    @ParameterizedTest
    @MethodSource("badSettings")
    void aBadSettingIsRefusedWithItsLineTheValueAndWhatIsAllowed(String setting, String problem) {
        assertEquals("node.conf:2: isinglass." + problem, refused("isinglass {\n" + setting + "\n}"));
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                Arguments.of("http.port = 65536", "http.port: must be a whole number from 0 to 65535, was 65536"),
                Arguments.of("http.port = 80.5", "http.port: must be a whole number from 0 to 65535, was 80.5"),
                Arguments.of("http.port = http", "http.port: must be a whole number from 0 to 65535, was \"http\""),
                Arguments.of("http.max-runs = 0", "http.max-runs: must be a whole number from 1 to 65536, was 0"),
                Arguments.of(
                        "http.metrics-ring = 1e30",
                        "http.metrics-ring: must be a whole number from 16 to 16777216, was 1.0E30"),
                Arguments.of(
                        "http.max-body = 2 GiB",
                        "http.max-body: must be a whole number from 1024 to 1073741824, was \"2 GiB\""),
                Arguments.of(
                        "http.max-body = large",
                        "http.max-body: must be a whole number from 1024 to 1073741824, was \"large\""),
                Arguments.of("http.host = \"\"", "http.host: must be an address such as \"127.0.0.1\", was \"\""),
                Arguments.of("threads = -1", "threads: must be a whole number from 0 to 1024, was -1"),
                Arguments.of(
                        "thread = 1",
                        "thread: unknown key \"thread\"; did you mean \"threads\"? (allowed: threads, http)"),
                Arguments.of(
                        "http.prot = 1",
                        "http.prot: unknown key \"prot\"; did you mean \"port\"? "
                                + "(allowed: host, port, metrics-ring, max-runs, max-body)"));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        String refused = refused("isinglass { threads = x, http { port = -1, colour = red } }");

        assertEquals(3, refused.lines().count(), refused);
    }

    @Test
    void aMissingSettingIsRefused() {
        SettingsException refusal =
                assertThrows(SettingsException.class, () -> Settings.of(ConfigFactory.parseString("isinglass {}")));

        assertTrue(refusal.getMessage().contains("isinglass.threads: must be"), refusal.getMessage());
    }

    private static String refused(String text) {
        return assertThrows(SettingsException.class, () -> Settings.of(over(text)))
                .getMessage();
    }

    private static Config over(String text) {
        ConfigParseOptions named = ConfigParseOptions.defaults().setOriginDescription("node.conf");
        return ConfigFactory.parseString(text, named).withFallback(ConfigFactory.defaultReference());
    }
}
