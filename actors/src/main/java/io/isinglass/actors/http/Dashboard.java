package io.isinglass.actors.http;

import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import java.util.List;

/**
 * The page at {@code /}: files from the jar, and a policy that lets the browser load nothing from elsewhere. Browsers do
 * not keep them: in a jar that is built reproducibly, an old and a new file have the same date.
 */
final class Dashboard {

    private static final String FOLDER = "io/isinglass/actors/http/dashboard";
    private static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; frame-ancestors"
                    + " 'none'";

    private Dashboard() {}

    static Route route() {
        return Directives.get(() -> Directives.respondWithHeaders(
                List.of(
                        RawHeader.create("Content-Security-Policy", POLICY),
                        RawHeader.create("X-Content-Type-Options", "nosniff"),
                        RawHeader.create("Cache-Control", "no-store")),
                () -> Directives.concat(
                        Directives.pathSingleSlash(() -> Directives.getFromResource(FOLDER + "/index.html")),
                        Directives.getFromResourceDirectory(FOLDER))));
    }
}
