package io.isinglass.actors.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** The tidying of a file of H2: what is still needed of pieces that are mostly not is written anew, and they are free. */
final class Compaction {

    /*
     * H2 writes a piece for each commit, and a piece stays as long as one page of it is needed. Its thread that tidies
     * them runs only where commits wait for a while (WRITE_DELAY > 0), and ours do not wait. Without this, a file of
     * events is ten times as large as they are.
     */

    private static final int PERCENT_NEEDED = 80;
    private static final int MOST_BYTES = 4 << 20;

    private Compaction() {}

    /** Rewrites some of the file behind a connection. */
    static void of(Connection connection) throws SQLException {
        if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
            session.getDatabase().getStore().getMvStore().compact(PERCENT_NEEDED, MOST_BYTES);
        }
    }
}
