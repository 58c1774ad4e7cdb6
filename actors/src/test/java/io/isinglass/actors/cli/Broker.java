package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker of Kafka as a process of its own, which can be killed and begun again where it was. If wished it also listens with TLS,
 * to those who know the password of a user.
 */
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

    /** What is told to a broker twice, holds as it was told last. */
    private static final String LOCKED = """
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d,LOCKED://127.0.0.1:%3$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,LOCKED://127.0.0.1:%3$d
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,LOCKED:SASL_SSL
        listener.name.locked.ssl.keystore.type=PKCS12
        listener.name.locked.ssl.keystore.location=%4$s
        listener.name.locked.ssl.keystore.password=%5$s
        listener.name.locked.sasl.enabled.mechanisms=SCRAM-SHA-256
        listener.name.locked.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        allow.everyone.if.no.acl.found=true
        """;

    /** A file of properties by which a client is let in. */
    private static final String KEY = """
        bootstrap.servers=127.0.0.1:%d
        security.protocol=SASL_SSL
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        sasl.mechanism=SCRAM-SHA-256
        sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";
        """;

    /** Who is let in, and by which word. */
    static final String USER = "isinglass";

    static final String PASSWORD = "open-sesame";

    private static final int PATIENCE = 60;
    private static final Duration POLL = Duration.ofMillis(250);

    private final Path folder;
    private final int port;
    private final int locked;
    private Process process;

    private Broker(Path folder, int port, int locked) {
        this.folder = folder;
        this.port = port;
        this.locked = locked;
    }

    /** Makes and starts one that lets everybody in. */
    static Broker start(Path folder) throws Exception {
        Broker broker = new Broker(folder, free(), 0);
        broker.make(PROPERTIES.formatted(broker.port, free(), folder.resolve("logs")));
        return broker;
    }

    /** Makes and starts one that has a locked door as well. */
    static Broker locked(Path folder) throws Exception {
        Broker broker = new Broker(folder, free(), free());
        Files.createDirectories(folder);
        Path keys = folder.resolve("broker.p12");
        broker.keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=IP:127.0.0.1");
        broker.keytool(keys, "-exportcert", "-rfc", "-file", "broker.pem");
        int controller = free();
        broker.make(PROPERTIES.formatted(broker.port, controller, folder.resolve("logs"))
                + LOCKED.formatted(broker.port, controller, broker.locked, keys, PASSWORD));
        return broker;
    }

    private void make(String properties) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("server.properties"), properties);
        List<String> format = new ArrayList<>(List.of(
                "kafka.tools.StorageTool", "format", "-t", "aXNpbmdsYXNzLXRlc3RzMQ", "-c", "server.properties"));
        if (locked > 0) {
            format.addAll(List.of("--add-scram", "SCRAM-SHA-256=[name=%s,password=%s]".formatted(USER, PASSWORD)));
        }
        end(java(format.toArray(String[]::new)));
        begin();
    }

    private void keytool(Path keys, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "broker", "-keystore", keys.toString(), "-storepass", PASSWORD));
        end(process(command));
    }

    private void end(Process process) throws Exception {
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(said());
        }
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
        return process(command);
    }

    private Process process(List<String> command) throws IOException {
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

    /** The address of the locked door. */
    String door() {
        return "127.0.0.1:" + locked;
    }

    /** The text of a file of properties by which that is opened, with the right password. */
    String key(String password) {
        return KEY.formatted(locked, folder.resolve("broker.pem"), USER, password);
    }

    /** Makes topics. */
    void topics(int partitions, String... names) throws Exception {
        try (Admin admin = admin()) {
            for (String name : names) {
                admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    /** A producer of messages for anybody. */
    KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address()),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Everything that is committed in a topic, which must be of one run and in one partition. */
    List<String> read(String topic, String key) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> parts = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts);
            while (parts.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                consumer.poll(POLL).forEach(all::add);
            }
        }
        assertTrue(all.stream().allMatch(each -> each.key().equals(key)), "all is of " + key);
        assertTrue(all.stream().map(ConsumerRecord::partition).distinct().count() <= 1, "and in one partition");
        return all.stream().map(ConsumerRecord::value).toList();
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
