package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/** The journal as it lies in the data base, read without the program. */
final class Journals {

    private static final CBORMapper CBOR = new CBORMapper();

    private Journals() {}

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
