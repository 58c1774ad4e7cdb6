package io.isinglass.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The reading of node settings: every key there is asked for once, and every other refused. */
final class SettingsReader {

    private static final String ROOT = "isinglass";
    private static final List<String> KEYS = List.of("threads", "http", "store", "cluster");
    private static final List<String> HTTP_KEYS = List.of(
            "host", "port", "metrics-ring", "max-runs", "max-body", "max-backlog", "max-questions", "max-values");

    private final Config config;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(Config config) {
        this.config = config;
    }

    Settings settings() {
        refuseOthers(ROOT, KEYS);
        refuseOthers(ROOT + ".http", HTTP_KEYS);
        String host = host();
        long port = whole("http.port", Settings.Http.PORT, SettingsReader::exactly);
        long ring = whole("http.metrics-ring", Settings.Http.METRICS_RING, SettingsReader::exactly);
        long runs = whole("http.max-runs", Settings.Http.MAX_RUNS, SettingsReader::exactly);
        long body = whole("http.max-body", Settings.Http.MAX_BODY, Config::getBytes);
        long backlog = whole("http.max-backlog", Settings.Http.MAX_BACKLOG, SettingsReader::exactly);
        long questions = whole("http.max-questions", Settings.Http.MAX_QUESTIONS, SettingsReader::exactly);
        long values = whole("http.max-values", Settings.Http.MAX_VALUES, SettingsReader::exactly);
        long threads = whole("threads", Settings.THREADS, SettingsReader::exactly);
        Settings.Store store = new StoreReader(this).store();
        Settings.Cluster cluster = new ClusterReader(this).cluster();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(
                new Settings.Http(
                        host, (int) port, (int) ring, (int) runs, body, (int) backlog, (int) questions, (int) values),
                store,
                cluster,
                (int) threads);
    }

    void refuseOthers(String path, List<String> allowed) {
        Optional<ConfigValue> section = at(path);
        if (!(section.orElse(null) instanceof ConfigObject keys)) {
            String was = section.map(value -> ", was " + shown(value)).orElse("; it is missing");
            problem(path, section, "must be a section with the keys " + String.join(", ", allowed) + was);
            return;
        }
        keys.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                String hint = Nearest.hint(key, allowed) + " (allowed: " + String.join(", ", allowed) + ")";
                problem(path + "." + key, Optional.of(value), "unknown key " + Shown.quoted(key) + hint);
            }
        });
    }

    private String host() {
        Optional<ConfigValue> value = at(ROOT + ".http.host");
        if (value.map(ConfigValue::unwrapped).orElse(null) instanceof String host && !host.isBlank()) {
            return host;
        }
        refuse("http.host", value, "an address such as \"127.0.0.1\"");
        return "";
    }

    private long whole(String key, Range range, BiFunction<Config, String, Long> how) {
        return within(key, range, how, range.toString());
    }

    long within(String key, Range range, BiFunction<Config, String, Long> how, String expected) {
        try {
            long value = how.apply(config, ROOT + "." + key);
            if (range.holds(value)) {
                return value;
            }
        } catch (ConfigException | ArithmeticException e) {
            // told below, together with values out of range
        }
        refuse(key, at(ROOT + "." + key), expected);
        return range.low();
    }

    /** A number that must be whole: Typesafe Config by itself would cut 80.5 down to 80. */
    static long exactly(Config config, String path) {
        double value = config.getDouble(path);
        if (value != Math.rint(value)) {
            throw new ArithmeticException("not whole: " + value);
        }
        return config.getLong(path);
    }

    /** A text that may be empty, but not blank. */
    String text(String key) {
        Optional<ConfigValue> value = at(ROOT + "." + key);
        if (value.map(ConfigValue::unwrapped).orElse(null) instanceof String text
                && (text.isEmpty() || !text.isBlank())) {
            return text;
        }
        refuse(key, value, "text in quotes, or \"\"");
        return "";
    }

    /** The keys and values of a section of which anything is allowed here. */
    Map<String, Object> section(String key) {
        Optional<ConfigValue> value = at(ROOT + "." + key);
        if (value.orElse(null) instanceof ConfigObject keys) {
            return keys.unwrapped();
        }
        refuse(key, value, "a section");
        return Map.of();
    }

    /** What is made of values that have all been read; of others nothing is made, since they have been refused. */
    <T> Optional<T> made(String key, int problemsBefore, Supplier<T> maker) {
        if (problems.size() > problemsBefore) {
            return Optional.empty();
        }
        try {
            return Optional.of(maker.get());
        } catch (Refusal refusal) {
            String place = key + "." + refusal.key();
            problem(ROOT + "." + place, at(ROOT + "." + place), refusal.reason());
            return Optional.empty();
        }
    }

    int problems() {
        return problems.size();
    }

    void refuse(String key, Optional<ConfigValue> value, String expected) {
        String was = value.map(SettingsReader::shown).orElse("missing");
        problem(ROOT + "." + key, value, "must be " + expected + ", was " + was);
    }

    Optional<ConfigValue> at(String path) {
        ConfigValue value = config.root();
        for (String key : path.split("\\.")) {
            value = value instanceof ConfigObject section ? section.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    private void problem(String path, Optional<ConfigValue> value, String message) {
        ConfigOrigin origin = value.map(ConfigValue::origin).orElse(config.origin());
        problems.add(new Problem(name(origin), Math.max(0, origin.lineNumber()), path, message));
    }

    private static String name(ConfigOrigin origin) {
        if (origin.filename() != null) {
            return Path.of(origin.filename()).getFileName().toString();
        }
        return origin.resource() != null
                ? origin.resource()
                : origin.description().replaceAll(": \\d+$", "");
    }

    private static String shown(ConfigValue value) {
        return Shown.cut(value.render());
    }
}
