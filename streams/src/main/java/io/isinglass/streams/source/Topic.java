package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Options;
import io.isinglass.streams.kafka.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A topic of Kafka: its parts are the partitions, and the place of a line is its offset. */
final class Topic implements Supply {

    /*
     * No consumer group keeps the offsets: they are kept with the records, in one transaction. So nothing in the topic's
     * cluster can make a record be taken twice or never.
     */

    private final Supplier<Access> access;
    private final TopicTap.Wish wish;
    private final long until;
    private final String name;

    Topic(Options o, Files files) {
        this.access = Access.asked(
                o.text("bootstrap"),
                o.text("properties"),
                file -> new String(files.read(file, Access.LONGEST_FILE), StandardCharsets.ISO_8859_1));
        this.wish = new TopicTap.Wish(
                o.text("topic"),
                partitions(o),
                o.oneOf("from", "earliest", "latest").equals("earliest"),
                o.oneOf("end", "never", "latest").equals("latest"));
        long records = o.integer("until", 0, 1L << 53);
        this.until = records == 0 ? Long.MAX_VALUE : records;
        // What is wrong with the file is to be said now; it is read again when it is needed.
        this.name = "topic %s at %s".formatted(wish.topic(), access.get().brokers());
    }

    private static Optional<Set<Integer>> partitions(Options o) {
        if (o.text("partitions").equals("all")) {
            return Optional.empty();
        }
        Set<Integer> numbers = new TreeSet<>();
        for (String number : o.text("partitions").split(",", -1)) {
            if (!number.matches("[0-9]{1,6}") || !numbers.add(Integer.valueOf(number))) {
                throw o.refusal("partitions");
            }
        }
        return Optional.of(numbers);
    }

    @Override
    public Tap open() throws IOException {
        return TopicTap.open(access.get(), wish);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String where(Message message) {
        return "partition %d, offset %d: ".formatted(message.part(), message.place());
    }

    @Override
    public long until() {
        return until;
    }
}
