package io.isinglass.actors.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL server of its own that the hosts of a {@link Network} reach, too. */
final class Postgres {

    private Postgres() {}

    static EmbeddedPostgres start(Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("listen_addresses", "*")
                .start();
        Files.writeString(
                data.resolve("pg_hba.conf"), "host all all " + Network.RANGE + " trust\n", StandardOpenOption.APPEND);
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            postgres.close();
            throw new IOException("the server does not take its settings", e);
        }
        return postgres;
    }

    /** Its address, as seen by a host. */
    static String url(EmbeddedPostgres postgres, Host host) {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        return host.prefix().isEmpty() ? url : url.replace("localhost", Network.GATEWAY);
    }
}
