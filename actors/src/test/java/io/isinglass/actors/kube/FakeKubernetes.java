package io.isinglass.actors.kube;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * As much of the API of Kubernetes as nodes ask: the pods of one namespace with a label, over TLS, for whoever shows the
 * token. What a pod finds in its environment and in its files is in {@link #environment()} and {@link #flags()}.
 */
public final class FakeKubernetes implements AutoCloseable {

    public static final String NAMESPACE = "lattices";

    private static final String TOKEN = "a token of a service account";

    private final Path account;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile List<FakePod> pods;

    private FakeKubernetes(Path account, HttpsServer server, List<FakePod> pods) {
        this.account = account;
        this.server = server;
        this.pods = List.copyOf(pods);
    }

    /** Listens on a port of 127.0.0.1, with a new certificate; what a service account has goes into the folder. */
    public static FakeKubernetes start(Path folder, List<FakePod> pods) throws Exception {
        Authority authority = Authority.create(folder);
        Files.writeString(folder.resolve("token"), TOKEN);
        Files.writeString(folder.resolve("namespace"), NAMESPACE);
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.serving()));
        FakeKubernetes kubernetes = new FakeKubernetes(folder, server, pods);
        server.createContext("/", kubernetes::answer);
        server.setExecutor(kubernetes.threads);
        server.start();
        return kubernetes;
    }

    /** From now on there are these pods, and no others. */
    public void replace(List<FakePod> others) {
        pods = List.copyOf(others);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What Kubernetes puts into the environment of each pod. */
    public Map<String, String> environment() {
        return Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(port()));
    }

    /** Flags of a JVM that has its token, authority and namespace in other places than a pod has. */
    public List<String> flags() {
        String at = "-Dakka.discovery.kubernetes-api.";
        return List.of(
                at + "api-ca-path=" + account.resolve(Authority.CERTIFICATE),
                at + "api-token-path=" + account.resolve("token"),
                at + "pod-namespace-path=" + account.resolve("namespace"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            int status = status(exchange);
            if (status == 200) {
                String selector = selector(exchange);
                body = new JsonMapper()
                        .writeValueAsBytes(Map.of(
                                "kind", "PodList",
                                "apiVersion", "v1",
                                "items",
                                        pods.stream()
                                                .filter(pod -> pod.isLabelled(selector))
                                                .map(FakePod::json)
                                                .toList()));
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static int status(HttpExchange exchange) {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return 401;
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return 405;
        }
        String path = exchange.getRequestURI().getPath();
        // The role is bound in one namespace, and for pods alone.
        return path.equals("/api/v1/namespaces/" + NAMESPACE + "/pods") ? 200 : 403;
    }

    private static String selector(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        String key = "labelSelector=";
        if (query == null || !query.startsWith(key)) {
            return "";
        }
        return URLDecoder.decode(query.substring(key.length()), StandardCharsets.UTF_8);
    }

    /** What trusts its certificate, as a client needs. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        return Authority.trusting(account);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
