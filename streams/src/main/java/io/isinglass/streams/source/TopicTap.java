package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.kafka.Access;
import io.isinglass.streams.kafka.Clients;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of a topic of Kafka that goes by offsets which it is given, and belongs to no group. */
final class TopicTap implements Tap {

    /*
     * A consumer whose brokers are away goes on asking and says nothing; so after so many portions, empty ones included, it
     * is asked for something that only they know. Partitions that the topic was given since are seen then as well.
     */

    private static final int PORTIONS_A_LOOK = 32;
    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int PORTION = 500;

    private final Access access;
    private final Wish wish;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Mark> marks = new HashMap<>();
    private final List<Message> missing = new ArrayList<>();
    private int portions;

    /**
     * What is to be read.
     *
     * @param partitions empty: all
     * @param earliest whether a run begins where the topic does, and not where it ends
     * @param bounded whether it ends where the topic ended when it began
     */
    record Wish(String topic, Optional<Set<Integer>> partitions, boolean earliest, boolean bounded) {

        TopicPartition partition(int number) {
            return new TopicPartition(topic, number);
        }
    }

    private TopicTap(Access access, Wish wish, KafkaConsumer<byte[], byte[]> consumer) {
        this.access = access;
        this.wish = wish;
        this.consumer = consumer;
    }

    static TopicTap open(Access access, Wish wish) throws IOException {
        Map<String, Object> settings = access.with(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                PORTION,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                (int) Duration.ofSeconds(30).toMillis()));
        return new TopicTap(
                access,
                wish,
                Clients.call(
                        access,
                        () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())));
    }

    @Override
    public List<Mark> marks(List<Mark> known) throws IOException {
        Set<Integer> old = known.stream().map(Mark::part).collect(Collectors.toSet());
        List<TopicPartition> fresh = partitions().stream()
                .filter(number -> !old.contains(number))
                .map(wish::partition)
                .toList();
        List<Mark> all = new ArrayList<>(known);
        if (fresh.isEmpty() || !known.isEmpty() && wish.bounded()) {
            return all;
        }
        Map<TopicPartition, Long> begins = Clients.call(access, () -> consumer.beginningOffsets(fresh, PATIENCE));
        Map<TopicPartition, Long> ends = Clients.call(access, () -> consumer.endOffsets(fresh, PATIENCE));
        for (TopicPartition each : fresh) {
            // What is in a partition that was added later came after the run began.
            boolean first = wish.earliest() || !known.isEmpty();
            all.add(new Mark(
                    each.partition(),
                    first ? begins.get(each) : ends.get(each),
                    wish.bounded() ? ends.get(each) : Mark.OPEN));
        }
        return all;
    }

    private List<Integer> partitions() throws IOException {
        List<PartitionInfo> found = Optional.ofNullable(
                        Clients.call(access, () -> consumer.partitionsFor(wish.topic(), PATIENCE)))
                .orElse(List.of());
        if (found.isEmpty()) {
            throw new Refused("options.topic", "there is no topic %s at %s".formatted(wish.topic(), access.brokers()));
        }
        List<Integer> all =
                found.stream().map(PartitionInfo::partition).sorted().toList();
        for (int wanted : wish.partitions().orElse(Set.of())) {
            if (!all.contains(wanted)) {
                throw new Refused(
                        "options.partitions",
                        "partitions must be among the %d of %s, from 0 on, was %d"
                                .formatted(all.size(), wish.topic(), wanted));
            }
        }
        return wish.partitions().<List<Integer>>map(List::copyOf).orElse(all);
    }

    @Override
    public void begin(List<Mark> at) throws IOException {
        Map<TopicPartition, Mark> parts =
                at.stream().collect(Collectors.toMap(mark -> wish.partition(mark.part()), Function.identity()));
        Map<TopicPartition, Long> begins =
                Clients.call(access, () -> consumer.beginningOffsets(parts.keySet(), PATIENCE));
        Map<TopicPartition, Long> ends = Clients.call(access, () -> consumer.endOffsets(parts.keySet(), PATIENCE));
        consumer.assign(parts.keySet());
        parts.forEach((partition, mark) -> {
            long first = begins.get(partition);
            if (mark.next() > ends.get(partition)) {
                throw new Refused(
                        "options.topic",
                        "partition %d of %s ends at offset %d, and the run has come to %d: it is not the same topic"
                                .formatted(mark.part(), wish.topic(), ends.get(partition), mark.next()));
            }
            if (mark.next() < first) {
                missing.add(Message.faulty(
                        mark.part(),
                        first - 1,
                        "offsets %d to %d were deleted before they were read".formatted(mark.next(), first - 1)));
            }
            marks.put(mark.part(), mark);
            consumer.seek(partition, Math.max(first, mark.next()));
        });
    }

    @Override
    public Haul next() throws IOException {
        if (!missing.isEmpty()) {
            List<Message> told = List.copyOf(missing);
            missing.clear();
            return new Haul(told, false);
        }
        portions++;
        if (portions % PORTIONS_A_LOOK == 0) {
            look();
        }
        ConsumerRecords<byte[], byte[]> polled = Clients.call(access, () -> consumer.poll(MOMENT));
        List<Message> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : polled) {
            if (each.offset() < marks.get(each.partition()).end()) {
                messages.add(
                        each.value() == null
                                ? Message.faulty(each.partition(), each.offset(), "it has no value")
                                : Message.of(each.partition(), each.offset(), each.value()));
            }
        }
        return new Haul(messages, wish.bounded() && isEnded());
    }

    private boolean isEnded() throws IOException {
        for (Mark mark : marks.values()) {
            long position = Clients.call(access, () -> consumer.position(wish.partition(mark.part()), PATIENCE));
            if (position < mark.end()) {
                return false;
            }
        }
        return true;
    }

    private void look() throws IOException {
        Clients.call(access, () -> consumer.endOffsets(consumer.assignment(), PATIENCE));
        if (!wish.bounded() && partitions().size() > marks.size()) {
            throw new IOException("the topic " + wish.topic() + " was given more partitions");
        }
    }

    @Override
    public void close() throws IOException {
        Clients.call(access, () -> {
            consumer.close(CloseOptions.timeout(FAREWELL));
            return true;
        });
    }
}
