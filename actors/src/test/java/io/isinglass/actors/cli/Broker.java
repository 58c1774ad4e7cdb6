package io.isinglass.actors.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A broker of Kafka as a process of its own, which can be killed and begun again where it was. */
final class Broker implements AutoCloseable {

    private static final String PROPERTIES = """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.enable=false
        """;

    private static final int PATIENCE = 60;

    private final Path folder;
    private final int port;
    private Process process;

    private Broker(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Makes and starts one. */
    static Broker start(Path folder) throws Exception {
        Files.createDirectories(folder);
        Broker broker = new Broker(folder, free());
        Files.writeString(
                folder.resolve("server.properties"), PROPERTIES.formatted(broker.port, free(), folder.resolve("logs")));
        Process format = broker.java(
                "kafka.tools.StorageTool", "format", "-t", "aXNpbmdsYXNzLXRlc3RzMQ", "-c", "server.properties");
        if (!format.waitFor(PATIENCE, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new AssertionError(broker.said());
        }
        broker.begin();
        return broker;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("said.txt").toFile()))
                .start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    /** Begins it where it was, and waits until it answers. */
    void begin() throws Exception {
        process = java("kafka.Kafka", "server.properties");
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(PATIENCE, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(said(), e);
        }
    }

    /** Kills it, as a machine does that goes dark. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE * 1000));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
