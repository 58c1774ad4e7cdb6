package io.isinglass.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reading of the settings of the stores. */
final class StoreReader {

    private static final String STORE = "store";
    private static final String JOURNAL = STORE + ".journal";
    private static final String VAULT = STORE + ".vault";

    private final SettingsReader reader;

    StoreReader(SettingsReader reader) {
        this.reader = reader;
    }

    /** The settings; null where the reader has noted problems, and will refuse them all. */
    Settings.Store store() {
        int before = reader.problems();
        reader.refuseOthers(
                "isinglass." + STORE, List.of("path", "journal", "vault", "snapshot-every", "keep", "reader-patience"));
        String path = reader.text(STORE + ".path");
        Optional<Settings.Journal> journal = journal();
        Optional<Settings.Vault> vault = vault();
        long every = time("snapshot-every", Settings.Store.SNAPSHOT_EVERY, "10 ms to 1 day");
        long keep = count(STORE + ".keep", Settings.Store.KEEP);
        long patience = time("reader-patience", Settings.Store.READER_PATIENCE, "30 s to 7 days");
        return reader.made(
                        STORE,
                        before,
                        () -> new Settings.Store(
                                path,
                                journal.orElseThrow(),
                                vault.orElseThrow(),
                                Duration.ofMillis(every),
                                (int) keep,
                                Duration.ofMillis(patience)))
                .orElse(null);
    }

    private Optional<Settings.Journal> journal() {
        int before = reader.problems();
        reader.refuseOthers("isinglass." + JOURNAL, List.of("kind", "url", "user", "password-file", "events"));
        Optional<Settings.Journal.Kind> kind = kind();
        String url = reader.text(JOURNAL + ".url");
        String user = reader.text(JOURNAL + ".user");
        String password = reader.text(JOURNAL + ".password-file");
        long events = count(JOURNAL + ".events", Settings.Journal.EVENTS);
        return reader.made(
                JOURNAL, before, () -> new Settings.Journal(kind.orElseThrow(), url, user, password, (int) events));
    }

    private Optional<Settings.Journal.Kind> kind() {
        List<Settings.Journal.Kind> kinds = Arrays.asList(Settings.Journal.Kind.values());
        int before = reader.problems();
        String word = reader.text(JOURNAL + ".kind");
        return reader.made(JOURNAL, before, () -> {
            Check.oneOf("kind", word, kinds.stream().map(Settings.Journal::word).toList());
            return kinds.stream()
                    .filter(kind -> Settings.Journal.word(kind).equals(word))
                    .findFirst()
                    .orElseThrow();
        });
    }

    private Optional<Settings.Vault> vault() {
        int before = reader.problems();
        reader.refuseOthers("isinglass." + VAULT, List.of("kind", "options"));
        String kind = reader.text(VAULT + ".kind");
        Map<String, Object> options = reader.section(VAULT + ".options");
        return reader.made(VAULT, before, () -> new Settings.Vault(kind, options));
    }

    private long time(String key, Range range, String words) {
        return reader.within(STORE + "." + key, range, StoreReader::milliseconds, "a time with its unit from " + words);
    }

    private long count(String key, Range range) {
        return reader.within(key, range, SettingsReader::exactly, range.toString());
    }

    /** Typesafe Config takes a time without a unit as milliseconds: 30 would then be a thousandth of what was meant. */
    private static long milliseconds(Config config, String path) {
        if (config.getString(path).strip().matches("[0-9.]*")) {
            throw new ArithmeticException("no unit: " + config.getString(path));
        }
        return config.getDuration(path).toMillis();
    }
}
