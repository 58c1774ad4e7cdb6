package io.isinglass.actors.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A vault in a table of PostgreSQL: a row is an object. */
final class PostgresqlVault implements Vault {

    /*
     * Keys are ordered by their bytes, whatever the language of the data base, so a prefix is a range of them; DEL comes
     * after all that a key may hold. Objects are hardly compressible, so the server does not try.
     */

    private static final long LOCK = 0x4953_4E47_5641L;
    private static final int CONNECTIONS = 4;
    private static final char AFTER_ALL = '\u007f';
    private static final String EXISTS = "SELECT to_regclass('isinglass_vault') IS NOT NULL";
    private static final List<String> CREATE = List.of(
            "SELECT pg_advisory_xact_lock(" + LOCK + ")",
            "CREATE TABLE IF NOT EXISTS isinglass_vault (key text COLLATE \"C\" PRIMARY KEY, bytes bytea NOT NULL)",
            "ALTER TABLE isinglass_vault ALTER COLUMN bytes SET STORAGE EXTERNAL");

    private final Database database;
    private final HikariDataSource pool;

    private PostgresqlVault(Database database, HikariDataSource pool) {
        this.database = database;
        this.pool = pool;
    }

    static Vault open(Database database) throws IOException {
        try (Connection connection = database.connect()) {
            create(connection);
        } catch (SQLException e) {
            throw database.failure("open the vault", e);
        }
        return new PostgresqlVault(database, database.pool("vault", CONNECTIONS));
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        String statement =
                "INSERT INTO isinglass_vault VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes";
        call("put " + Keys.checked(key), statement, put -> {
            put.setString(1, key);
            put.setBytes(2, bytes);
            return put.executeUpdate();
        });
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        return call("read " + Keys.checked(key), "SELECT bytes FROM isinglass_vault WHERE key = ?", query -> {
            query.setString(1, key);
            ResultSet row = query.executeQuery();
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        });
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        String statement = "SELECT key FROM isinglass_vault WHERE key >= ? AND key < ? ORDER BY key";
        return call("list " + Keys.checkedPrefix(prefix), statement, query -> {
            query.setString(1, prefix);
            query.setString(2, prefix + AFTER_ALL);
            ResultSet rows = query.executeQuery();
            List<String> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
            return keys;
        });
    }

    @Override
    public void delete(String key) throws IOException {
        call("delete " + Keys.checked(key), "DELETE FROM isinglass_vault WHERE key = ?", delete -> {
            delete.setString(1, key);
            return delete.executeUpdate();
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    @FunctionalInterface
    private interface Call<T> {

        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T call(String what, String statement, Call<T> call) throws IOException {
        try (Connection connection = pool.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            return call.on(prepared);
        } catch (SQLException e) {
            throw database.failure(what + " in the vault", e);
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet exists = statement.executeQuery(EXISTS);
            exists.next();
            if (!exists.getBoolean(1)) {
                connection.setAutoCommit(false);
                for (String each : CREATE) {
                    statement.execute(each);
                }
                connection.commit();
            }
        }
    }
}
