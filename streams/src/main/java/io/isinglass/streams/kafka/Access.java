package io.isinglass.streams.kafka;

import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.CommonClientConfigs;

/** How to reach the brokers of a cluster of Kafka, and to be let in. */
public record Access(Map<String, String> properties) {

    /*
     * Secrets are in a file, and so are then the brokers that they are for: whoever may write a spec must not be able to
     * have them sent to a broker of his own.
     */

    /** Bytes of a file of properties. */
    public static final int LONGEST_FILE = 1 << 16;

    private static final List<String> PREFIXES = List.of("security.", "ssl.", "sasl.");
    private static final Set<String> NAMES =
            Set.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG);

    public Access {
        properties = Map.copyOf(properties);
    }

    /**
     * Brokers that ask for nothing, or those of a file, whichever is not {@code none}; such a file is read each time.
     *
     * @param files the text of a file
     */
    public static Supplier<Access> asked(String bootstrap, String properties, UnaryOperator<String> files) {
        if (bootstrap.equals("none") == properties.equals("none")) {
            throw new Refused(
                    "options.bootstrap",
                    "either bootstrap or a file of properties that has bootstrap.servers must be given, not both");
        }
        return properties.equals("none") ? () -> open(bootstrap) : () -> of(properties, files.apply(properties));
    }

    /** Brokers that ask for nothing, as host:port with commas between. */
    public static Access open(String bootstrap) {
        for (String broker : bootstrap.split(",", -1)) {
            if (!broker.matches("[^\\s:,/]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
                throw new Refused(
                        "options.bootstrap",
                        "bootstrap must be brokers as host:port, with commas between, was " + bootstrap);
            }
        }
        return new Access(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }

    /** What a file of properties says, which must name the brokers and may say how to be let in. */
    public static Access of(String file, String text) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file, "cannot be read: " + e.getMessage());
        }
        Map<String, String> properties = new HashMap<>();
        for (String key : read.stringPropertyNames()) {
            if (!NAMES.contains(key) && PREFIXES.stream().noneMatch(key::startsWith)) {
                throw refused(
                        file,
                        "must hold no other properties than bootstrap.servers, client.dns.lookup, security.…, ssl.… and"
                                + " sasl.…, was " + key);
            }
            properties.put(key, read.getProperty(key));
        }
        if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw refused(file, "must name the brokers that it is for: bootstrap.servers");
        }
        return new Access(properties);
    }

    private static Refused refused(String file, String why) {
        return new Refused("options.properties", "the file " + file + " " + why);
    }

    /** The brokers, for what is said of them. */
    public String brokers() {
        return properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** The settings of a client, with these on top. */
    public Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(more);
        return all;
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return brokers();
    }
}
