package io.isinglass.actors.chaos;

import io.isinglass.actors.kube.FakeKubernetes;
import io.isinglass.actors.kube.FakePod;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Three pods that find each other by the API of Kubernetes, and speak TLS 1.3 with one another. */
final class Bootstrap {

    private static final int ARTERY = 25_520;
    private static final int MANAGEMENT = 8_558;

    private Bootstrap() {}

    static void kubernetes(Chaos.Dose dose) throws Exception {
        Path folder = Place.scratch("bootstrap");
        List<FakePod> known = IntStream.rangeClosed(1, 3)
                .mapToObj(host -> FakePod.node("127.0.0." + host))
                .toList();
        Trial trial = Trial.all(dose.seed() + 50, 60).getFirst();
        Trial.Numbers exact = Undisturbed.numbers(List.of(trial)).getFirst();
        List<Pod> pods = new ArrayList<>();
        try (FakeKubernetes kubernetes = FakeKubernetes.start(folder, known);
                EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Path keys = keys(folder);
            Instant began = Instant.now();
            for (int host = 1; host <= 3; host++) {
                List<String> flags = new ArrayList<>(kubernetes.flags());
                flags.add("-Xmx400m");
                Pod pod = new Pod(folder, host, Host.loopback(1, 0).getFirst(), flags, kubernetes.environment());
                pods.add(pod);
                pod.start(config(folder, host, keys, postgres));
            }
            for (int host = 1; host <= 3; host++) {
                int number = host;
                Place.await("pod " + host + " is ready", () -> Probe.isReady("127.0.0." + number, MANAGEMENT));
            }
            dose.say(
                    "three pods ready after %d s",
                    Duration.between(began, Instant.now()).toSeconds());
            dose.say("between nodes: %s, and nobody without a certificate", protocol());
            String id = pods.getFirst().begin(trial);
            Trial.Numbers seen = pods.getLast().numbers(id);
            if (!seen.equals(exact)) {
                throw new AssertionError(seen + " instead of " + exact);
            }
        } finally {
            for (Pod pod : pods) {
                pod.kill();
            }
        }
    }

    private static Path config(Path folder, int host, Path keys, EmbeddedPostgres postgres) throws IOException {
        return Files.writeString(folder.resolve("pod-" + host + ".conf"), """
            isinglass {
              cluster {
                join = "kubernetes", host = "127.0.0.%d", port = %d, tls = "%s", required-contact-points = 3
                management { host = "127.0.0.%d", port = %d }
              }
              store {
                path = "%s"
                journal { kind = "postgresql", url = "%s", user = "postgres" }
              }
            }
            """.formatted(
                        host, ARTERY, keys, host, MANAGEMENT, folder, postgres.getJdbcUrl("postgres", "postgres")));
    }

    /** The keys of the authority that the folder holds, as a node wants them. */
    private static Path keys(Path folder) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), password);
        Path keys = Files.createDirectory(folder.resolve("tls"));
        String key = Base64.getMimeEncoder()
                .encodeToString(store.getKey("api", password).getEncoded());
        Files.writeString(
                keys.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        Files.copy(folder.resolve("ca.crt"), keys.resolve("tls.crt"));
        Files.copy(folder.resolve("ca.crt"), keys.resolve("ca.crt"));
        return keys;
    }

    /** What a stranger without a certificate is spoken to in, before it is sent away. */
    private static String protocol() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", ARTERY)) {
            SSLSocket tls = (SSLSocket) socket;
            tls.startHandshake();
            String protocol = tls.getSession().getProtocol();
            tls.getOutputStream().write(new byte[] {'A', 'K', 'K', 'A', 1});
            boolean let;
            try {
                let = tls.getInputStream().read() >= 0;
            } catch (IOException _) {
                let = false;
            }
            if (let || !protocol.equals("TLSv1.3")) {
                throw new AssertionError("a stranger was let in by " + protocol);
            }
            return protocol;
        }
    }

    /** Believes every certificate: it wants to see, not to trust. */
    private static final class Credulous implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
