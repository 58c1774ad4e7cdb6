package io.isinglass.actors.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several pods on one machine that form a cluster over one PostgreSQL server and one folder for the vault. */
final class Place implements AutoCloseable {

    static final Path PROGRAM =
            Path.of("target", "isinglass", "bin", "isinglass").toAbsolutePath();

    /** Many processes share few processors, so none of them spends long on compiling. */
    static final List<String> LIGHT = List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-Disinglass-log=INFO");

    /** The longest scenario has fewer. */
    static final int MOST_RUNS = 1000;

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final List<Pod> pods;
    private final List<Path> configs = new ArrayList<>();

    /** A pod on each of these hosts, all up. */
    Place(String name, List<Host> hosts) throws IOException {
        this(name, hosts, LIGHT);
    }

    /** The same, with other flags for each JVM. */
    Place(String name, List<Host> hosts, List<String> flags) throws IOException {
        this.folder = scratch(name);
        this.postgres = Postgres.start(folder);
        this.pods = IntStream.range(0, hosts.size())
                .mapToObj(number -> new Pod(folder, number, hosts.get(number), flags))
                .toList();
        for (Pod pod : pods) {
            configs.add(config(pod, hosts));
            pod.start(configs.getLast());
        }
        await("all pods are up", this::isWhole);
    }

    /** A new folder, in memory where there is such: it is killed processes that are tried here, not power cuts. */
    static Path scratch(String name) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path base = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        return Files.createTempDirectory(base, "isinglass-" + name);
    }

    private Path config(Pod pod, List<Host> all) throws IOException {
        Host host = pod.host();
        return Files.writeString(folder.resolve("pod-" + pod.number() + ".conf"), """
            isinglass {
              http.max-runs = %d
              cluster {
                join = "seeds", seeds = [%s], host = "%s", port = %d
                management { host = "%s", port = %d }
              }
              store {
                path = "%s"
                journal { kind = "postgresql", url = "%s", user = "postgres" }
                snapshot-every = 2 s
              }
            }
            """.formatted(
                        MOST_RUNS,
                        all.stream().map(Host::seed).collect(Collectors.joining(", ")),
                        host.address(),
                        host.port(),
                        host.address(),
                        host.management(),
                        folder,
                        Postgres.url(postgres, host)));
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    List<Pod> pods() {
        return pods;
    }

    Pod pod(int number) {
        return pods.get(number);
    }

    /** Any pod that listens. */
    Pod any() {
        return awaited(
                "a pod that listens",
                () -> pods.stream()
                        .filter(pod -> pod.isAlive()
                                && pod.url().isPresent()
                                && pod.get("alive").status() == 200)
                        .findFirst()
                        .orElse(null));
    }

    /** Whether every pod listens and sees every other. */
    boolean isWhole() {
        tend();
        return pods.stream()
                .allMatch(pod -> pod.isAlive() && pod.get("api/v1/runs").status() == 200);
    }

    /** Starts every pod again that has ended, as Kubernetes does. */
    void tend() {
        for (Pod pod : pods) {
            if (!pod.isAlive()) {
                try {
                    pod.start(configs.get(pod.number()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** A pod of another cluster, by itself, on the same stores. */
    Pod second(Host host) throws IOException {
        Pod pod = new Pod(folder, pods.size(), host, LIGHT);
        pod.start(config(pod, List.of(host)));
        await(
                "the second cluster listens",
                () -> !pod.isAlive() || pod.get("ready").status() == 200);
        if (!pod.isAlive()) {
            throw new AssertionError(pod.log());
        }
        return pod;
    }

    /** Starts a run and returns its id. */
    String begin(Trial trial) {
        return any().begin(trial);
    }

    /** Waits for something that is to come true. */
    static void await(String what, BooleanSupplier condition) {
        awaited(what, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    /** Waits for something that is to be there. */
    static <T> T awaited(String what, Supplier<T> supplier) {
        return awaited(what, LONGEST, supplier);
    }

    static <T> T awaited(String what, Duration longest, Supplier<T> supplier) {
        return awaited(what, longest, () -> 0, supplier);
    }

    /** Waits for something that is to be there, for as long as something else grows. */
    static <T> T awaited(String what, LongSupplier progress, Supplier<T> supplier) {
        return awaited(what, LONGEST, progress, supplier);
    }

    private static <T> T awaited(String what, Duration longest, LongSupplier progress, Supplier<T> supplier) {
        long most = progress.getAsLong();
        Instant end = Instant.now().plus(longest);
        while (Instant.now().isBefore(end)) {
            T value = supplier.get();
            if (value != null) {
                return value;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(BREATH.toNanos());
            long now = progress.getAsLong();
            if (now > most) {
                most = now;
                end = Instant.now().plus(longest);
            }
        }
        throw new AssertionError("it does not come to pass that " + what);
    }

    @Override
    public void close() throws IOException {
        for (Pod pod : pods) {
            pod.kill();
        }
        postgres.close();
    }
}
