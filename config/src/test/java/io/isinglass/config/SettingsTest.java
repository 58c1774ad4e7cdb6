package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private static final Settings.Cluster ALONE = new Settings.Cluster(
            Settings.Cluster.Join.ALONE,
            "127.0.0.1",
            25_520,
            List.of(),
            List.of("blocks", "gateway"),
            new Settings.Management("127.0.0.1", 8558),
            "",
            "",
            "isinglass",
            "app.kubernetes.io/name=isinglass",
            2);

    @Test
    void theDefaultsAreThoseOfTheReferenceFile() {
        Settings.Store store = new Settings.Store(
                "",
                new Settings.Journal(Settings.Journal.Kind.H2, "", "", "", 2000),
                new Settings.Vault("directory", Map.of()),
                Duration.ofSeconds(30),
                3,
                Duration.ofMinutes(10));

        assertEquals(
                new Settings(
                        new Settings.Http("127.0.0.1", 8080, 65_536, 64, 1 << 20, 100_000, 16, 131_072),
                        store,
                        ALONE,
                        0),
                Settings.load());
        assertFalse(store.kept());
    }

    @Test
    void everySettingCanBeOverridden() {
        Settings settings = Settings.of(over("isinglass { threads = 2, http { host = \"::1\", port = 0, metrics-ring ="
            + " 16, max-runs = \"3\", max-body = 1.5 KiB, max-backlog = 7, max-questions = 5, max-values = 6 }, store"
            + " { path = runs, journal { kind = postgresql, url = \"jdbc:postgresql://db/x\", user = u, password-file"
            + " = p, events = 5000 }, vault { kind = s3, options { bucket = b } }, snapshot-every = 1.5 m, keep = 2,"
            + " reader-patience = 1 h }, cluster { join = kubernetes, host = h, port = 1, seeds = [\"a:2\"], roles ="
            + " [gateway], management { host = m, port = 3 }, tls = t, app-version = v, service-name = s,"
            + " pod-label-selector = \"l=1\", required-contact-points = 4 } }"));

        Settings.Store store = new Settings.Store(
                "runs",
                new Settings.Journal(Settings.Journal.Kind.POSTGRESQL, "jdbc:postgresql://db/x", "u", "p", 5000),
                new Settings.Vault("s3", Map.of("bucket", "b")),
                Duration.ofSeconds(90),
                2,
                Duration.ofHours(1));
        Settings.Cluster cluster = new Settings.Cluster(
                Settings.Cluster.Join.KUBERNETES,
                "h",
                1,
                List.of("a:2"),
                List.of("gateway"),
                new Settings.Management("m", 3),
                "t",
                "v",
                "s",
                "l=1",
                4);
        assertEquals(new Settings(new Settings.Http("::1", 0, 16, 3, 1536, 7, 5, 6), store, cluster, 2), settings);
        assertTrue(store.kept());
    }

    @ParameterizedTest
    @MethodSource("badSettings")
    void aBadSettingIsRefusedWithItsLineTheValueAndWhatIsAllowed(String setting, String problem) {
        assertEquals("node.conf:2: isinglass." + problem, refused("isinglass {\n" + setting + "\n}"));
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                Arguments.of(
                        "cluster.join = nowhere",
                        "cluster.join: must be one of alone, seeds, kubernetes; was \"nowhere\""),
                Arguments.of(
                        "cluster.join = seeds", "cluster.join: must not be seeds where seeds names no node to join"),
                Arguments.of(
                        "cluster.seeds = [\"a b:1\"]",
                        "cluster.seeds: must be host:port, such as 10.0.0.1:25520, was \"a b:1\""),
                Arguments.of(
                        "cluster.roles = [cook]",
                        "cluster.roles: must be one or both of [blocks, gateway], was [cook]"),
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
                        "thread: unknown key \"thread\"; did you mean \"threads\"? (allowed: threads, http, store,"
                                + " cluster)"),
                Arguments.of(
                        "http.prot = 1",
                        "http.prot: unknown key \"prot\"; did you mean \"port\"? (allowed: host, port, metrics-ring,"
                                + " max-runs, max-body, max-backlog, max-questions, max-values)"));
    }

    static Stream<Arguments> badStores() {
        return Stream.of(
                Arguments.of("keep = 1", "keep: must be a whole number from 2 to 1000, was 1"),
                Arguments.of("path = 7", "path: must be text in quotes, or \"\", was 7"),
                Arguments.of("path = \" \"", "path: must be text in quotes, or \"\", was \" \""),
                Arguments.of(
                        "snapshot-every = soon",
                        "snapshot-every: must be a time with its unit from 10 ms to 1 day, was \"soon\""),
                Arguments.of(
                        "snapshot-every = 30",
                        "snapshot-every: must be a time with its unit from 10 ms to 1 day, was 30"),
                Arguments.of(
                        "snapshot-every = 2 days",
                        "snapshot-every: must be a time with its unit from 10 ms to 1 day, was \"2 days\""),
                Arguments.of(
                        "reader-patience = 1 s",
                        "reader-patience: must be a time with its unit from 30 s to 7 days, was \"1 s\""),
                Arguments.of(
                        "journal.events = 1999",
                        "journal.events: must be a whole number from 2000 to 1000000, was 1999"),
                Arguments.of("journal.kind = mysql", "journal.kind: must be one of h2, postgresql; was \"mysql\""),
                Arguments.of(
                        "journal.kind = postgresql", "journal.kind: must be h2 where url is empty, was postgresql"),
                Arguments.of(
                        "journal.url = \"jdbc:postgresql:x\"",
                        "journal.url: must begin with jdbc:h2:, was \"jdbc:postgresql:x\""),
                Arguments.of(
                        "journal.url = \"jdbc:h2:x;PassWord=hunter2\"",
                        "journal.url: must not hold a password: it belongs in the file password-file"),
                Arguments.of(
                        "journal.password = x",
                        "journal.password: unknown key \"password\" (allowed: kind, url, user, password-file, events)"),
                Arguments.of(
                        "vault.kind = s3",
                        "vault.kind: must be \"directory\" where nothing is kept (path is empty, and the journal has"
                                + " no url), was \"s3\""),
                Arguments.of(
                        "vault.kind = \"S 3\"",
                        "vault.kind: must be a name of at most 63 lower-case letters, digits and hyphens that starts "
                                + "with a letter, was \"S 3\""),
                Arguments.of("vault.options = 1", "vault.options: must be a section, was 1"),
                Arguments.of(
                        "vault.options.endpoint = [1]",
                        "vault.options: endpoint must be text, a finite number, true or false; was [1]"));
    }

    @ParameterizedTest
    @MethodSource("badStores")
    void aBadSettingOfTheStoresIsRefusedLikeAnyOther(String setting, String problem) {
        assertEquals("node.conf:2: isinglass.store." + problem, refused("isinglass.store {\n" + setting + "\n}"));
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
