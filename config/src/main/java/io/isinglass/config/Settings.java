package io.isinglass.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.List;

/** How a node behaves: what it listens on and how much it may use. {@code threads} = 0 takes one for each core. */
public record Settings(Http http, int threads) {

    static final Range THREADS = new Range(0, 1024);

    /** Where a node listens, and the bounds of what it keeps for its clients; {@code maxBody} counts bytes. */
    public record Http(String host, int port, int metricsRing, int maxRuns, long maxBody) {

        static final Range PORT = new Range(0, 65_535);
        static final Range METRICS_RING = new Range(16, 1 << 24);
        static final Range MAX_RUNS = new Range(1, 65_536);
        static final Range MAX_BODY = new Range(1 << 10, 1 << 30);

        public Http {
            if (host.isBlank()) {
                throw new Refusal("host", "must name an address such as 127.0.0.1, was \"" + host + "\"");
            }
            PORT.check("port", port);
            METRICS_RING.check("metrics-ring", metricsRing);
            MAX_RUNS.check("max-runs", maxRuns);
            MAX_BODY.check("max-body", maxBody);
        }
    }

    public Settings {
        THREADS.check("threads", threads);
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
