package io.isinglass.actors.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.tools.TriggerAdapter;

/** H2's call before an event is written: it refuses one behind a later event, and now and then tidies the file. */
public final class Fence extends TriggerAdapter {

    /*
     * The primary key alone refuses a second event of a number. But old events are deleted, and a writer that slept
     * meanwhile would find its number free. PostgreSQL has the same in its own language: see JournalTables.
     */

    private static final int EVENTS_TO_COMPACTION = 100;
    private static final String LATER =
            "SELECT 1 FROM \"event_journal\" WHERE \"persistence_id\" = ? AND \"sequence_number\" > ? LIMIT 1";
    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public void fire(Connection connection, ResultSet before, ResultSet event) throws SQLException {
        String run = event.getString("persistence_id");
        long number = event.getLong("sequence_number");
        try (PreparedStatement later = connection.prepareStatement(LATER)) {
            later.setString(1, run);
            later.setLong(2, number);
            if (later.executeQuery().next()) {
                throw new SQLException("event " + number + " of " + run + " comes after a later one", UNIQUE_VIOLATION);
            }
        }
        if (number % EVENTS_TO_COMPACTION == 0) {
            Compaction.of(connection);
        }
    }
}
