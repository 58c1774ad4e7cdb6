package io.isinglass.actors.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API of Kubernetes that tests have, asked by the very module that nodes ask it with. */
class FakeKubernetesTest {

    private static final List<FakePod> PODS = List.of(
            FakePod.node("127.0.0.1"),
            FakePod.node("127.0.0.2"),
            FakePod.node("127.0.0.3"),
            FakePod.node("127.0.0.4").in(FakePod.State.LEAVING),
            FakePod.node("127.0.0.5").in(FakePod.State.PENDING),
            FakePod.node("127.0.0.6").labelled(Map.of("app.kubernetes.io/name", "postgresql")));

    private static final String PATH = "/api/v1/namespaces/" + FakeKubernetes.NAMESPACE + "/pods";

    @TempDir
    private Path folder;

    @Test
    void aNodeFindsTheRunningPodsOfItsNameAndTheirManagementPorts() throws Exception {
        try (FakeKubernetes kubernetes = FakeKubernetes.start(folder, PODS)) {
            assertEquals(List.of("127.0.0.1:8558", "127.0.0.2:8558", "127.0.0.3:8558", "end"), resolved(kubernetes));
        }
    }

    @Test
    void aNodeWithoutItsTokenIsTurnedAway() throws Exception {
        try (FakeKubernetes kubernetes = FakeKubernetes.start(folder, PODS)) {
            Files.delete(folder.resolve("token"));
            assertEquals(List.of("Non-200 from Kubernetes API server: 401 Unauthorized", "end"), resolved(kubernetes));
        }
    }

    /** What a JVM of its own finds: where the API listens is told by the environment alone. */
    private static List<String> resolved(FakeKubernetes kubernetes) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Dakka.loglevel=OFF", "-Dakka.stdout-loglevel=OFF"));
        command.addAll(kubernetes.flags());
        command.add("-Dakka.discovery.kubernetes-api.use-raw-ip=true");
        command.add("-Dakka.discovery.kubernetes-api.pod-label-selector=app.kubernetes.io/name=isinglass");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Resolution.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(kubernetes.environment());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "200, GET, " + PATH,
        "405, DELETE, " + PATH,
        "403, GET, /api/v1/namespaces/default/pods",
        "403, GET, /api/v1/nodes",
    })
    void nothingElseIsAnswered(int status, String method, String path) throws Exception {
        try (FakeKubernetes kubernetes = FakeKubernetes.start(folder, PODS);
                HttpClient client = client(kubernetes)) {
            HttpRequest asked = request(kubernetes, path, method, token());
            assertEquals(status, client.send(asked, BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void podsThatAreReplacedAreNoLongerListed() throws Exception {
        try (FakeKubernetes kubernetes = FakeKubernetes.start(folder, PODS);
                HttpClient client = client(kubernetes)) {
            kubernetes.replace(List.of(FakePod.node("127.0.0.7")));
            String listed = client.send(request(kubernetes, PATH, "GET", token()), BodyHandlers.ofString())
                    .body();
            assertTrue(listed.contains("\"127.0.0.7\"") && !listed.contains("\"127.0.0.1\""), listed);
        }
    }

    private String token() throws IOException {
        return "Bearer " + Files.readString(folder.resolve("token"));
    }

    private static HttpClient client(FakeKubernetes kubernetes) throws Exception {
        return HttpClient.newBuilder().sslContext(kubernetes.trusting()).build();
    }

    private static HttpRequest request(FakeKubernetes kubernetes, String path, String method, String token) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + kubernetes.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", token)
                .build();
    }
}
