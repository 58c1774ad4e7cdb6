package io.isinglass.config;

import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reading of the settings of the cluster. */
final class ClusterReader {

    private static final String CLUSTER = "cluster";
    private static final String MANAGEMENT = CLUSTER + ".management";
    private static final List<String> KEYS = List.of(
            "join",
            "host",
            "port",
            "seeds",
            "roles",
            "management",
            "tls",
            "app-version",
            "service-name",
            "pod-label-selector",
            "required-contact-points");

    private final SettingsReader reader;

    ClusterReader(SettingsReader reader) {
        this.reader = reader;
    }

    /** The settings; null where the reader has noted problems, and will refuse them all. */
    Settings.Cluster cluster() {
        int before = reader.problems();
        reader.refuseOthers("isinglass." + CLUSTER, KEYS);
        Optional<Settings.Cluster.Join> join = join();
        String host = reader.text(CLUSTER + ".host");
        int port = port(CLUSTER + ".port");
        List<String> seeds = texts(CLUSTER + ".seeds");
        List<String> roles = texts(CLUSTER + ".roles");
        Settings.Management management = management();
        String tls = reader.text(CLUSTER + ".tls");
        String version = reader.text(CLUSTER + ".app-version");
        String service = reader.text(CLUSTER + ".service-name");
        String selector = reader.text(CLUSTER + ".pod-label-selector");
        Range contacts = Settings.Cluster.CONTACT_POINTS;
        long points = reader.within(
                CLUSTER + ".required-contact-points", contacts, SettingsReader::exactly, contacts.toString());
        return reader.made(
                        CLUSTER,
                        before,
                        () -> new Settings.Cluster(
                                join.orElseThrow(),
                                host,
                                port,
                                seeds,
                                roles,
                                management,
                                tls,
                                version,
                                service,
                                selector,
                                (int) points))
                .orElse(null);
    }

    private Optional<Settings.Cluster.Join> join() {
        int before = reader.problems();
        String word = reader.text(CLUSTER + ".join");
        List<Settings.Cluster.Join> all = Arrays.asList(Settings.Cluster.Join.values());
        return reader.made(CLUSTER, before, () -> {
            Check.oneOf("join", word, all.stream().map(ClusterReader::word).toList());
            return all.stream()
                    .filter(join -> word(join).equals(word))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private static String word(Settings.Cluster.Join join) {
        return join.name().toLowerCase(Locale.ROOT);
    }

    private Settings.Management management() {
        reader.refuseOthers("isinglass." + MANAGEMENT, List.of("host", "port"));
        return new Settings.Management(reader.text(MANAGEMENT + ".host"), port(MANAGEMENT + ".port"));
    }

    private int port(String key) {
        Range range = Settings.Http.PORT;
        return (int) reader.within(key, range, SettingsReader::exactly, range.toString());
    }

    private List<String> texts(String key) {
        Optional<ConfigValue> value = reader.at("isinglass." + key);
        if (value.map(ConfigValue::unwrapped).orElse(null) instanceof List<?> items
                && items.stream().allMatch(item -> item instanceof String)) {
            return items.stream().map(String.class::cast).toList();
        }
        reader.refuse(key, value, "a list of texts");
        return List.of();
    }
}
