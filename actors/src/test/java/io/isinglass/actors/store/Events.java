package io.isinglass.actors.store;

import io.isinglass.config.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The table of events, seen without Akka. */
final class Events {

    private Events() {}

    /** The numbers of the events of a run that are in the table, in their order. */
    static List<Long> numbers(Settings.Store store, String run) throws SQLException, IOException {
        String query = "SELECT \"sequence_number\" FROM \"event_journal\" WHERE \"persistence_id\" = ? ORDER BY 1";
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = Journal.database(store).connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, run);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    /** Writes events of a run, each of so many bytes that cannot be compressed. */
    static void write(Settings.Store store, String run, int count, int size) throws SQLException, IOException {
        String insert =
                "INSERT INTO \"event_journal\" (\"deleted\", \"persistence_id\", \"sequence_number\", \"writer\","
                        + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                        + " \"event_ser_manifest\") VALUES (false, ?, ?, '', 0, '', ?, 0, '')";
        SplittableRandom random = new SplittableRandom(1);
        byte[] payload = new byte[size];
        try (Connection connection = Journal.database(store).connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int number = 1; number <= count; number++) {
                random.nextBytes(payload);
                statement.setString(1, run);
                statement.setLong(2, number);
                statement.setBytes(3, payload);
                statement.executeUpdate();
            }
        }
    }

    /** The name of the primary key of the table. */
    static String keyName(Connection connection) throws SQLException {
        ResultSet key = connection.getMetaData().getPrimaryKeys(null, null, "event_journal");
        key.next();
        return '"' + key.getString("PK_NAME") + '"';
    }
}
