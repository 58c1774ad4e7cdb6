package io.isinglass.actors.store;

import com.typesafe.config.ConfigFactory;
import io.isinglass.config.Settings;
import java.nio.file.Path;
import java.util.Map;

/** Settings of stores as a node reads them. */
final class Stores {

    private Stores() {}

    static Settings.Store nothing() {
        return of(Map.of());
    }

    static Settings.Store h2(Path folder) {
        return of(Map.of("path", folder.toString()));
    }

    static Settings.Store postgresql(String url, Path passwordFile) {
        return of(Map.of(
                "journal.kind",
                "postgresql",
                "journal.url",
                url,
                "journal.user",
                Postgres.USER,
                "journal.password-file",
                passwordFile.toString()));
    }

    static Settings.Store of(Map<String, Object> given) {
        return Settings.of(ConfigFactory.parseMap(given)
                        .atPath("isinglass.store")
                        .withFallback(ConfigFactory.defaultReference()))
                .store();
    }
}
