package io.isinglass.actors.store;

import io.isinglass.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tables of a journal: those that the plugin ships, and a fence against writers that come late. */
final class JournalTables {

    /*
     * The fence is made last, so where it stands, all is there. In PostgreSQL all is one transaction, and a lock lets
     * one node at a time do it; a file of H2 has one process, and a monitor does.
     */

    private static final String FENCE = "isinglass_fence";
    private static final long LOCK = 0x4953_4E47_4A4EL;
    private static final List<String> KEY = List.of("persistence_id", "sequence_number");

    private static final String H2_FENCE = "CREATE TRIGGER IF NOT EXISTS \"" + FENCE
            + "\" BEFORE INSERT ON \"event_journal\" FOR EACH ROW CALL '" + Fence.class.getName() + "'";

    private static final String POSTGRESQL_REFUSAL = """
        CREATE OR REPLACE FUNCTION public.isinglass_fence() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM public.event_journal WHERE persistence_id = NEW.persistence_id
                    AND sequence_number > NEW.sequence_number) THEN
                RAISE unique_violation USING MESSAGE =
                    format('event %s of %s comes after a later one', NEW.sequence_number, NEW.persistence_id);
            END IF;
            RETURN NEW;
        END $$\
        """;

    private static final String POSTGRESQL_FENCE = "CREATE OR REPLACE TRIGGER " + FENCE
            + " BEFORE INSERT ON public.event_journal FOR EACH ROW EXECUTE FUNCTION public.isinglass_fence()";

    private JournalTables() {}

    static void create(Connection connection, Settings.Journal.Kind kind) throws SQLException, IOException {
        if (!exist(connection, kind)) {
            switch (kind) {
                case H2 -> createH2(connection);
                case POSTGRESQL -> createPostgresql(connection);
            }
        }
        checkKey(connection);
    }

    private static boolean exist(Connection connection, Settings.Journal.Kind kind) throws SQLException {
        String query = switch (kind) {
            case H2 -> "SELECT 1 FROM \"INFORMATION_SCHEMA\".\"TRIGGERS\" WHERE \"TRIGGER_NAME\" = '" + FENCE + "'";
            case POSTGRESQL -> "SELECT 1 FROM pg_trigger WHERE tgname = '" + FENCE + "'";
        };
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.next();
        }
    }

    private static synchronized void createH2(Connection connection) throws SQLException, IOException {
        execute(connection, script("/schema/h2/h2-create-schema.sql"));
        execute(connection, Stream.of(H2_FENCE));
    }

    private static void createPostgresql(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        execute(connection, Stream.of("SET LOCAL lock_timeout = '60s'", "SELECT pg_advisory_xact_lock(" + LOCK + ")"));
        execute(connection, script("/schema/postgres/postgres-create-schema.sql"));
        execute(connection, Stream.of(POSTGRESQL_REFUSAL, POSTGRESQL_FENCE));
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** The statements of a script, but for the tables of states, which nobody uses here. */
    private static Stream<String> script(String resource) throws IOException {
        try (InputStream in = JournalTables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the journal's plugin does not ship " + resource);
            }
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";"))
                    .filter(statement -> !statement.isBlank())
                    .filter(statement -> !statement.contains("durable_state") && !statement.contains("global_offset"))
                    .map(statement -> statement.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX IF NOT EXISTS"));
        }
    }

    private static void execute(Connection connection, Stream<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements.toList()) {
                statement.execute(text);
            }
        }
    }

    private static void checkKey(Connection connection) throws SQLException {
        Map<Short, String> columns = new TreeMap<>();
        try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, null, "event_journal")) {
            while (keys.next()) {
                columns.put(keys.getShort("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
        }
        List<String> key = new ArrayList<>(columns.values());
        if (!key.equals(KEY)) {
            throw new SQLException("the primary key of the table event_journal must be " + KEY + ", was " + key);
        }
    }
}
