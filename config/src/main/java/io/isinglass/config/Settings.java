package io.isinglass.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a node behaves: what it listens on, how much it may use and what it keeps. {@code threads} = 0 takes one for each
 * core.
 */
public record Settings(Http http, Store store, Cluster cluster, int threads) {

    static final Range THREADS = new Range(0, 1024);

    /**
     * Where a node listens, and the bounds of what it keeps for its clients.
     *
     * @param maxBody counts bytes
     * @param maxBacklog records of a run that are stored and not learned from; no more are taken then
     * @param maxQuestions to what runs have learned, under way at once
     * @param maxValues numbers that a question may hold
     */
    public record Http(
            String host,
            int port,
            int metricsRing,
            int maxRuns,
            long maxBody,
            int maxBacklog,
            int maxQuestions,
            int maxValues) {

        static final Range PORT = new Range(0, 65_535);
        static final Range METRICS_RING = new Range(16, 1 << 24);
        static final Range MAX_RUNS = new Range(1, 65_536);
        static final Range MAX_BODY = new Range(1 << 10, 1 << 30);
        static final Range MAX_BACKLOG = new Range(1, 1 << 24);
        static final Range MAX_QUESTIONS = new Range(1, 4096);
        static final Range MAX_VALUES = new Range(1, 1 << 24);

        public Http {
            if (host.isBlank()) {
                throw new Refusal("host", "must name an address such as 127.0.0.1, was \"" + host + "\"");
            }
            PORT.check("port", port);
            METRICS_RING.check("metrics-ring", metricsRing);
            MAX_RUNS.check("max-runs", maxRuns);
            MAX_BODY.check("max-body", maxBody);
            MAX_BACKLOG.check("max-backlog", maxBacklog);
            MAX_QUESTIONS.check("max-questions", maxQuestions);
            MAX_VALUES.check("max-values", maxValues);
        }
    }

    /**
     * What is kept of a run, and where; {@code path} may be empty. A crash costs the sampling of {@code snapshotEvery}.
     *
     * @param readerPatience how long a run waits for a reader that must not miss a row, and does not ask
     */
    public record Store(
            String path, Journal journal, Vault vault, Duration snapshotEvery, int keep, Duration readerPatience) {

        static final Range SNAPSHOT_EVERY = new Range(10, Duration.ofDays(1).toMillis());
        static final Range KEEP = new Range(2, 1000);
        static final Range READER_PATIENCE =
                new Range(Duration.ofSeconds(30).toMillis(), Duration.ofDays(7).toMillis());

        public Store {
            SNAPSHOT_EVERY.check("snapshot-every", snapshotEvery.toMillis());
            KEEP.check("keep", keep);
            READER_PATIENCE.check("reader-patience", readerPatience.toMillis());
            if (path.isEmpty() && journal.url().isEmpty() && !vault.equals(Vault.DIRECTORY)) {
                String why = " where nothing is kept (path is empty, and the journal has no url)";
                throw new Refusal("vault.kind", "must be \"directory\"" + why + ", was \"" + vault.kind() + "\"");
            }
        }

        /** Whether anything outlives the process. */
        public boolean kept() {
            return !path.isEmpty() || !journal.url().isEmpty();
        }
    }

    /**
     * Where the events of runs are kept; an empty {@code url} is that of the file in the folder of the store.
     *
     * @param events so many of a run are kept at least, the last ones
     */
    public record Journal(Kind kind, String url, String user, String passwordFile, int events) {

        static final Range EVENTS = new Range(2000, 1_000_000);

        /** The data bases that hold a journal. */
        public enum Kind {
            H2,
            POSTGRESQL
        }

        public Journal {
            EVENTS.check("events", events);
            String prefix = "jdbc:" + word(kind) + ":";
            if (kind != Kind.H2 && url.isEmpty()) {
                throw new Refusal("kind", "must be h2 where url is empty, was " + word(kind));
            }
            if (!url.isEmpty() && !url.startsWith(prefix)) {
                throw new Refusal("url", "must begin with " + prefix + ", was \"" + url + "\"");
            }
            if (url.toLowerCase(Locale.ROOT).contains("password=")) {
                throw new Refusal("url", "must not hold a password: it belongs in the file password-file");
            }
        }

        static String word(Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where large objects are kept: an entry of the catalogue of vaults, and its options. */
    public record Vault(String kind, Map<String, Object> options) {

        static final Vault DIRECTORY = new Vault("directory", Map.of());

        public Vault {
            Check.name("kind", kind);
            options = Check.options(options);
        }
    }

    /**
     * Whether a node is one of many, and how it finds the others.
     *
     * @param host the address that the others know it by
     * @param seeds for {@link Join#SEEDS}: host:port of the nodes to join, the first of which begins a cluster
     * @param roles {@code blocks}: it sweeps; {@code gateway}: it only serves
     * @param tls the folder of tls.key, tls.crt and ca.crt; empty: nodes talk in clear, and whoever reaches the port is one
     * @param appVersion what rolls last in a rolling update; may be empty
     */
    public record Cluster(
            Join join,
            String host,
            int port,
            List<String> seeds,
            List<String> roles,
            Management management,
            String tls,
            String appVersion,
            String serviceName,
            String podLabelSelector,
            int requiredContactPoints) {

        static final Range CONTACT_POINTS = new Range(1, 1000);
        private static final List<String> ROLES = List.of("blocks", "gateway");

        /** How a node finds others. */
        public enum Join {
            ALONE,
            SEEDS,
            KUBERNETES
        }

        public Cluster {
            seeds = List.copyOf(seeds);
            roles = List.copyOf(roles);
            if (join == Join.SEEDS && seeds.isEmpty()) {
                throw new Refusal("join", "must not be seeds where seeds names no node to join");
            }
            for (String seed : seeds) {
                if (!seed.matches("[^\\s:/@]+:[0-9]{1,5}")) {
                    throw new Refusal("seeds", "must be host:port, such as 10.0.0.1:25520, was \"" + seed + "\"");
                }
            }
            if (roles.isEmpty() || !ROLES.containsAll(roles)) {
                throw new Refusal("roles", "must be one or both of " + ROLES + ", was " + roles);
            }
        }
    }

    /** Where a node answers probes, and other nodes that look for it. */
    public record Management(String host, int port) {}

    public Settings {
        THREADS.check("threads", threads);
    }

    /** The same with so many threads. */
    public Settings with(int size) {
        return new Settings(http, store, cluster, size);
    }

    /**
     * The settings of this process: {@code reference.conf}, {@code application.conf} and system properties.
     *
     * @throws SettingsException with all problems
     */
    public static Settings load() {
        try {
            return of(ConfigFactory.load());
        } catch (ConfigException e) {
            throw new SettingsException(List.of(new Problem("settings", 0, "", e.getMessage())));
        }
    }

    /**
     * The settings under {@code isinglass} of a configuration.
     *
     * @throws SettingsException with all problems
     */
    public static Settings of(Config config) {
        return new SettingsReader(config).settings();
    }
}
