package io.isinglass.actors.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** A data base by its JDBC URL, and how to log in there; an empty {@code passwordFile} stands for no password. */
record Database(String url, String user, String passwordFile) {

    /*
     * No call to a server waits for ever: a server that is gone without a word is noticed by the socket's timeout, one
     * that is stuck ends the statement itself. The latter is sooner, so that it is known to have ended.
     */

    private static final Map<String, String> LIMITS_OF_POSTGRESQL = Map.of(
            "ApplicationName", "isinglass",
            "connectTimeout", "5",
            "socketTimeout", "75",
            "options", "-c statement_timeout=60s -c lock_timeout=30s",
            "tcpKeepAlive", "true");

    private static final int H2_IN_USE = 90020;
    private static final int CONNECTION_MILLIS = 10_000;

    /** The URL without its settings. */
    String name() {
        return url.replaceFirst("[;?].*", "");
    }

    /**
     * What the driver is told besides the URL.
     *
     * @throws IOException when the file of the password cannot be read
     */
    Properties properties() throws IOException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", password());
        if (url.startsWith("jdbc:postgresql:")) {
            properties.putAll(LIMITS_OF_POSTGRESQL);
        }
        return properties;
    }

    Connection connect() throws SQLException, IOException {
        return DriverManager.getConnection(url, properties());
    }

    /** At most so many connections, for what {@code of} names; at least one stays open. */
    HikariDataSource pool(String of, int connections) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("isinglass-" + of);
        config.setJdbcUrl(url);
        config.setDataSourceProperties(properties());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new IOException("cannot open the %s %s: %s".formatted(of, name(), e.getMessage()), e);
        }
    }

    /** An exception that says in words what could not be done here, and why. */
    IOException failure(String what, SQLException e) {
        return new IOException("cannot " + what + " " + name() + ": " + reason(e), e);
    }

    private String password() throws IOException {
        if (passwordFile.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(Path.of(passwordFile)).strip();
        } catch (IOException e) {
            throw new IOException("cannot read the password for " + name() + " from the file " + passwordFile, e);
        }
    }

    private String reason(SQLException e) {
        if (e.getErrorCode() == H2_IN_USE) {
            return "another process has it open";
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08")) {
            return "cannot connect: " + e.getMessage();
        }
        if (state.startsWith("28")) {
            String password = passwordFile.isEmpty() ? "without a password" : "with the password in " + passwordFile;
            return "the server refuses the user \"" + user + "\" " + password + ": " + e.getMessage();
        }
        return e.getMessage();
    }
}
