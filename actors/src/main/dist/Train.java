import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the AOT cache learns to start fast: a node of a cluster that restores an image, keeps it in a journal and a vault, and
 * shows it. {@code Train.java <program> <scratch>}; the flags of the JVM that learns are in ISINGLASS_OPTS.
 */
final class Train {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Train() {}

    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[1]);
        Path portFile = scratch.resolve("port");
        int port = free();
        Path config = Files.writeString(
                scratch.resolve("node.conf"), """
                    isinglass {
                      cluster { join = "seeds", seeds = ["127.0.0.1:%d"], port = %d, management.port = %d }
                      store.path = "%s"
                    }
                    """.formatted(port, port, free(), scratch.resolve("store")));
        Process node = new ProcessBuilder(List.of(
                        arguments[0],
                        "serve",
                        "--config",
                        config.toString(),
                        "--port",
                        "0",
                        "--port-file",
                        portFile.toString()))
                .inheritIO()
                .start();
        try {
            await(node, () -> Files.exists(portFile));
            String base = "http://127.0.0.1:" + Files.readString(portFile).strip() + "/";
            await(node, () -> status("GET", base + "api/v1/runs") == 200);
            status("POST", base + "api/v1/runs?spec=restore.yaml&set=schedule.epochs=14&set=schedule.sweeps=2");
            status("GET", base);
            status("GET", base + "metrics");
            await(node, () -> status("GET", base + "api/v1/runs/restore-1/result") == 200);
            status("GET", base + "api/v1/runs/restore-1/metrics");
        } finally {
            node.destroy();
            if (!node.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Process node, Condition condition) throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        while (!condition.holds()) {
            if (!node.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the node did not come so far");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static int status(String method, String uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
