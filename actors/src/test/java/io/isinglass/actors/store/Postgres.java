package io.isinglass.actors.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server of this test alone. */
final class Postgres implements AutoCloseable {

    static final String USER = "isinglass";
    static final String PASSWORD = "correct horse";

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start() throws IOException, SQLException {
        Postgres postgres = new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "60")
                .setDataDirectoryCustomizer(Postgres::askForThePassword)
                .start());
        postgres.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
        return postgres;
    }

    /** The server trusts everybody who comes from this machine; but not our user. */
    private static void askForThePassword(File data) {
        Path access = data.toPath().resolve("pg_hba.conf");
        try {
            String ours = "host all " + USER + " all scram-sha-256\n";
            Files.writeString(access, ours + Files.readString(access));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a new data base. */
    String database(String name) throws SQLException {
        execute("CREATE DATABASE " + name + " OWNER " + USER);
        return url(name);
    }

    String url(String name) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
