package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The journal as it lies in the data base, read without the program. */
final class Journals {

    private static final CBORMapper CBOR = new CBORMapper();

    private Journals() {}

    /**
     * The longest times without a commit, in milliseconds: one for each of these moments, which follow each other, and each
     * run that committed before it and has committed after it.
     */
    static List<Long> pauses(EmbeddedPostgres postgres, List<Instant> moments) throws Exception {
        List<Long> pauses = new ArrayList<>();
        for (NavigableSet<Long> commits : commits(postgres).values()) {
            for (int at = 0; at < moments.size(); at++) {
                long from = moments.get(at).toEpochMilli();
                long until = at + 1 < moments.size() ? moments.get(at + 1).toEpochMilli() : Long.MAX_VALUE;
                Long before = commits.floor(from);
                if (before != null && commits.last() > from) {
                    pauses.add(longest(before, commits.subSet(from, until)));
                }
            }
        }
        return pauses;
    }

    private static long longest(long before, SortedSet<Long> commits) {
        long longest = 0;
        long last = before;
        for (long commit : commits) {
            longest = Math.max(longest, commit - last);
            last = commit;
        }
        return longest;
    }

    /** When each run committed, by the clock of the machine in milliseconds. */
    private static Map<String, NavigableSet<Long>> commits(EmbeddedPostgres postgres) throws Exception {
        Map<String, NavigableSet<Long>> commits = new TreeMap<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                ResultSet events = connection
                        .createStatement()
                        .executeQuery("SELECT persistence_id, write_timestamp FROM event_journal"
                                + " WHERE persistence_id LIKE 'run|%' AND event_ser_manifest LIKE '%Committed%'")) {
            while (events.next()) {
                commits.computeIfAbsent(events.getString(1), _ -> new TreeSet<>())
                        .add(events.getLong(2));
            }
        }
        return commits;
    }

    /** Checks that no event carries a term older than one opened before it, and that epochs follow each other; says how many. */
    static String check(EmbeddedPostgres postgres) throws Exception {
        Map<String, Long> terms = new HashMap<>();
        Map<String, Long> epochs = new HashMap<>();
        long commits = 0;
        long opened = 0;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                ResultSet events = connection
                        .createStatement()
                        .executeQuery("SELECT persistence_id, event_payload, event_ser_manifest FROM event_journal"
                                + " WHERE persistence_id LIKE 'run|%' ORDER BY persistence_id, sequence_number")) {
            while (events.next()) {
                String run = events.getString(1);
                JsonNode event = CBOR.readTree(events.getBytes(2));
                String kind = events.getString(3);
                if (!event.has("term")) {
                    continue;
                }
                long term = event.path("term").asLong();
                if (term < terms.getOrDefault(run, 0L)) {
                    throw new AssertionError(run + ": " + kind + " of term " + term + " after term " + terms.get(run));
                }
                terms.put(run, term);
                if (kind.contains("Opened")) {
                    opened++;
                } else if (kind.contains("Committed")) {
                    commits++;
                    long epoch = event.path("epoch").asLong();
                    if (epochs.containsKey(run) && epoch != epochs.get(run) + 1) {
                        throw new AssertionError(run + ": epoch " + epoch + " after " + epochs.get(run));
                    }
                    epochs.put(run, epoch);
                }
            }
        }
        return "journal: " + opened + " terms, " + commits + " commits, none of a stale term, none twice";
    }
}
