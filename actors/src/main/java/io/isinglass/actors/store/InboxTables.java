package io.isinglass.actors.store;

import io.isinglass.config.Settings;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.sink.Reached;
import io.isinglass.streams.source.Arrival;
import io.isinglass.streams.source.Mark;
import io.isinglass.streams.source.Standing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of an inbox: how far the lines of each run have come, its records, and lines that were none. */
final class InboxTables {

    /*
     * What is written of a run is written together with how far its lines have come, and only where these stand as the
     * writer believes: that row is the compare-and-set. It is written first, so that of two writers one waits for the
     * other. That a record's number is a key is the second wall.
     *
     * Texts are kept as bytes: PostgreSQL has no text with a NUL in it, clients do.
     */

    private static final long LOCK = 0x4953_4E47_494EL;
    private static final String TAKEN_ALREADY = "23505";

    private InboxTables() {}

    static void create(Connection connection, Settings.Journal.Kind kind) throws SQLException {
        String bytes = switch (kind) {
            case H2 -> "binary varying(1048576)";
            case POSTGRESQL -> "bytea";
        };
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (kind == Settings.Journal.Kind.POSTGRESQL) {
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS isinglass_inbox (run varchar(255) PRIMARY KEY,"
                    + " lines bigint NOT NULL, records bigint NOT NULL, rejected bigint NOT NULL,"
                    + " lost bigint NOT NULL, last_time varchar(64) NOT NULL, closed boolean NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS isinglass_record (run varchar(255) NOT NULL,"
                    + " number bigint NOT NULL, line bigint NOT NULL, content " + bytes + " NOT NULL,"
                    + " follows boolean NOT NULL, lost bigint NOT NULL, PRIMARY KEY (run, number))");
            statement.execute("CREATE TABLE IF NOT EXISTS isinglass_mark (run varchar(255) NOT NULL,"
                    + " part integer NOT NULL, place bigint NOT NULL, last bigint NOT NULL, PRIMARY KEY (run, part))");
            statement.execute("CREATE TABLE IF NOT EXISTS isinglass_letter (run varchar(255) NOT NULL,"
                    + " line bigint NOT NULL, content " + bytes + " NOT NULL, PRIMARY KEY (run, line))");
            statement.execute("CREATE TABLE IF NOT EXISTS isinglass_sent (run varchar(255) PRIMARY KEY,"
                    + " events bigint NOT NULL, next_row bigint NOT NULL, line bigint NOT NULL)");
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** How far the lines of a run have come; empty if none ever did. */
    static Optional<Standing> standing(Connection connection, String run) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT lines, records, rejected, lost, last_time, closed FROM isinglass_inbox WHERE run = ?")) {
            query.setString(1, run);
            ResultSet row = query.executeQuery();
            return row.next()
                    ? Optional.of(new Standing(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getString(5),
                            row.getBoolean(6)))
                    : Optional.empty();
        }
    }

    /**
     * Writes all of it or nothing.
     *
     * @param before how far the lines had come as the writer believes; empty: none ever did
     * @param marks those where the lines were fetched, as they are now; what is not among them stays as it is
     * @return false if they had come farther
     */
    static boolean write(
            Connection connection,
            String run,
            Optional<Standing> before,
            Standing after,
            List<Arrival> arrivals,
            List<DeadLetter> letters,
            List<Mark> marks)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            boolean mine =
                    before.isPresent() ? update(connection, run, before.get(), after) : insert(connection, run, after);
            if (mine) {
                records(connection, run, arrivals);
                letters(connection, run, letters);
                move(connection, run, marks);
                connection.commit();
            } else {
                connection.rollback();
            }
            return mine;
        } catch (SQLException e) {
            connection.rollback();
            if (TAKEN_ALREADY.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean update(Connection connection, String run, Standing before, Standing after)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE isinglass_inbox SET lines = ?, records = ?, rejected = ?, lost = ?, last_time = ?, closed = ?"
                        + " WHERE run = ? AND lines = ? AND closed = ?")) {
            set(update, after);
            update.setString(7, run);
            update.setLong(8, before.lines());
            update.setBoolean(9, before.closed());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean insert(Connection connection, String run, Standing after) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO isinglass_inbox (lines, records, rejected, lost, last_time, closed, run)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            set(insert, after);
            insert.setString(7, run);
            return insert.executeUpdate() == 1;
        }
    }

    private static void set(PreparedStatement statement, Standing standing) throws SQLException {
        statement.setLong(1, standing.lines());
        statement.setLong(2, standing.records());
        statement.setLong(3, standing.rejected());
        statement.setLong(4, standing.lost());
        statement.setString(5, standing.time());
        statement.setBoolean(6, standing.closed());
    }

    private static void records(Connection connection, String run, List<Arrival> arrivals) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO isinglass_record (run, number, line, content, follows, lost) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Arrival arrival : arrivals) {
                insert.setString(1, run);
                insert.setLong(2, arrival.number());
                insert.setLong(3, arrival.line());
                insert.setBytes(4, arrival.text().getBytes(StandardCharsets.UTF_8));
                insert.setBoolean(5, arrival.follows());
                insert.setLong(6, arrival.lost());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void letters(Connection connection, String run, List<DeadLetter> letters) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO isinglass_letter (run, line, content) VALUES (?, ?, ?)")) {
            for (DeadLetter letter : letters) {
                insert.setString(1, run);
                insert.setLong(2, letter.line());
                insert.setBytes(3, letter.json());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void move(Connection connection, String run, List<Mark> marks) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE isinglass_mark SET place = ? WHERE run = ? AND part = ?")) {
            for (Mark mark : marks) {
                update.setLong(1, mark.next());
                update.setString(2, run);
                update.setInt(3, mark.part());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** How far the parts have been taken that the lines of a run are fetched from. */
    static List<Mark> marks(Connection connection, String run) throws SQLException {
        List<Mark> marks = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT part, place, last FROM isinglass_mark WHERE run = ? ORDER BY part")) {
            query.setString(1, run);
            ResultSet row = query.executeQuery();
            while (row.next()) {
                marks.add(new Mark(row.getInt(1), row.getLong(2), row.getLong(3)));
            }
        }
        return marks;
    }

    /** Sets marks for parts that have none; returns false if another writer was quicker. */
    static boolean mark(Connection connection, String run, List<Mark> marks) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO isinglass_mark (run, part, place, last) VALUES (?, ?, ?, ?)")) {
            for (Mark mark : marks) {
                insert.setString(1, run);
                insert.setInt(2, mark.part());
                insert.setLong(3, mark.next());
                insert.setLong(4, mark.end());
                insert.executeUpdate();
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (TAKEN_ALREADY.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Records from number {@code from} on, at most {@code most}; refuses where that one is there no more. */
    static List<Arrival> read(Connection connection, String run, long from, int most) throws SQLException {
        List<Arrival> arrivals = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT number, line, content, follows, lost FROM isinglass_record"
                        + " WHERE run = ? AND number >= ? ORDER BY number LIMIT ?")) {
            query.setString(1, run);
            query.setLong(2, from);
            query.setInt(3, most);
            ResultSet row = query.executeQuery();
            while (row.next()) {
                String text = new String(row.getBytes(3), StandardCharsets.UTF_8);
                arrivals.add(new Arrival(row.getLong(1), row.getLong(2), text, row.getBoolean(4), row.getLong(5)));
            }
        }
        if (!arrivals.isEmpty() && arrivals.getFirst().number() != from) {
            throw new Refused(
                    "",
                    "the records of %s from %d on have been dropped, they begin with %d"
                            .formatted(run, from, arrivals.getFirst().number()));
        }
        return arrivals;
    }

    static void drop(Connection connection, String run, long before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM isinglass_record WHERE run = ? AND number < ?")) {
            delete.setString(1, run);
            delete.setLong(2, before);
            delete.executeUpdate();
        }
    }

    static void forget(Connection connection, String run) throws SQLException {
        for (String table : List.of(
                "isinglass_record", "isinglass_letter", "isinglass_mark", "isinglass_sent", "isinglass_inbox")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE run = ?")) {
                delete.setString(1, run);
                delete.executeUpdate();
            }
        }
    }

    /** The letters of a run after a line, at most so many. */
    static List<DeadLetter> letters(Connection connection, String run, long after, int most) throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT line, content FROM isinglass_letter WHERE run = ? AND line > ? ORDER BY line LIMIT ?")) {
            query.setString(1, run);
            query.setLong(2, after);
            query.setInt(3, most);
            ResultSet row = query.executeQuery();
            while (row.next()) {
                letters.add(new DeadLetter(row.getLong(1), row.getBytes(2)));
            }
        }
        return letters;
    }

    /** How far a run has been brought to its sink. */
    static Reached sent(Connection connection, String run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT events, next_row, line FROM isinglass_sent WHERE run = ?")) {
            query.setString(1, run);
            ResultSet row = query.executeQuery();
            return row.next() ? new Reached(row.getLong(1), row.getLong(2), row.getLong(3)) : Reached.NONE;
        }
    }

    /** Notes how far a run has been brought, unless it is noted to be farther; returns false if another writer was quicker. */
    static boolean sent(Connection connection, String run, Reached reached) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE isinglass_sent SET events = ?, next_row = ?, line = ? WHERE run = ? AND events <= ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO isinglass_sent (events, next_row, line, run) VALUES (?, ?, ?, ?)")) {
            for (PreparedStatement each : List.of(update, insert)) {
                each.setLong(1, reached.events());
                each.setLong(2, reached.rows());
                each.setLong(3, reached.line());
                each.setString(4, run);
            }
            update.setLong(5, reached.events());
            return update.executeUpdate() == 1 || insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (TAKEN_ALREADY.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** The letters of a run in their order, each as a line of JSON. */
    static List<byte[]> letters(Connection connection, String run) throws SQLException {
        List<byte[]> letters = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT content FROM isinglass_letter WHERE run = ? ORDER BY line")) {
            query.setString(1, run);
            ResultSet row = query.executeQuery();
            while (row.next()) {
                letters.add(row.getBytes(1));
            }
        }
        return letters;
    }
}
