package io.isinglass.streams.sink;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.kafka.Access;
import io.isinglass.streams.kafka.Clients;
import io.isinglass.streams.metric.RowJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer for the topics of a run: whoever reads only what is committed there sees each row once, in its order. */
final class TopicPipe implements Pipe {

    /*
     * Messages and how far they go are one transaction. The second is written as the offset of a consumer group that
     * nobody is in: it is the one thing that can be part of a transaction and be read back by its name. The same name is
     * the fence: where two write for one run, the one that came first can write no more. So it is raised first, which
     * also ends what a dead one had begun, and then it is read how far the run has come.
     */

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TRANSACTION_MILLIS = 30_000;
    private static final int LETTERS = 1;

    private final Access access;
    private final Target target;
    private final KafkaProducer<String, String> producer;
    private final Optional<Reached> reached;

    /**
     * Where a run writes to.
     *
     * @param run the key of all messages
     * @param name its transactions', and that of the group that knows how far they go
     * @param topics that of the rows, and if wished that of lines that were no record
     */
    record Target(String run, String name, List<String> topics) {

        private TopicPartition mark() {
            return new TopicPartition(topics.getFirst(), 0);
        }
    }

    private TopicPipe(Access access, Target target, KafkaProducer<String, String> producer, Optional<Reached> reached) {
        this.access = access;
        this.target = target;
        this.producer = producer;
        this.reached = reached;
    }

    static TopicPipe open(Access access, Target target) throws IOException {
        KafkaConsumer<byte[], byte[]> consumer = consumer(access, target);
        try {
            for (String topic : target.topics()) {
                look(access, topic, consumer);
            }
            KafkaProducer<String, String> producer = producer(access, target);
            try {
                call(access, () -> {
                    producer.initTransactions();
                    return producer;
                });
                return new TopicPipe(access, target, producer, reached(access, target, consumer));
            } catch (IOException | RuntimeException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Access access, Target target) throws IOException {
        Map<String, Object> settings = access.with(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                target.name(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"));
        return call(
                access, () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private static KafkaProducer<String, String> producer(Access access, Target target) throws IOException {
        Map<String, Object> settings = access.with(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                target.name(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.multipliedBy(2).toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()));
        return call(access, () -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
    }

    /** A producer would make a topic that is not there, where brokers allow that; a consumer does not. */
    private static void look(Access access, String topic, KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        List<PartitionInfo> found = call(access, () -> consumer.partitionsFor(topic, PATIENCE));
        if (found == null || found.isEmpty()) {
            throw new Refused("options.topic", "there is no topic %s at %s".formatted(topic, access.brokers()));
        }
    }

    private static Optional<Reached> reached(Access access, Target target, KafkaConsumer<byte[], byte[]> consumer)
            throws IOException {
        Map<TopicPartition, OffsetAndMetadata> found =
                call(access, () -> consumer.committed(Set.of(target.mark()), PATIENCE));
        return Optional.ofNullable(found.get(target.mark()))
                .flatMap(mark -> Reached.of(mark.offset(), mark.metadata()));
    }

    @Override
    public Optional<Reached> reached() {
        return reached;
    }

    @Override
    public void send(Parcel parcel) throws IOException {
        OffsetAndMetadata mark =
                new OffsetAndMetadata(parcel.after().events(), parcel.after().note());
        call(access, () -> {
            producer.beginTransaction();
            parcel.rows().forEach(row -> put(0, RowJson.line(row)));
            parcel.letters().forEach(letter -> put(LETTERS, letter));
            producer.sendOffsetsToTransaction(Map.of(target.mark(), mark), new ConsumerGroupMetadata(target.name()));
            producer.commitTransaction();
            return parcel;
        });
    }

    /** What becomes of it is told when the transaction is committed. */
    private void put(int topic, String line) {
        producer.send(new ProducerRecord<>(target.topics().get(topic), target.run(), line), (_, _) -> {});
    }

    private static <T> T call(Access access, Clients.Call<T> call) throws IOException {
        try {
            return Clients.call(access, call);
        } catch (IOException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                    throw new Displaced("another writes for the run by now", e);
                }
            }
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
