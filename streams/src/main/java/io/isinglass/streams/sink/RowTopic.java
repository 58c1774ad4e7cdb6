package io.isinglass.streams.sink;

import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.kafka.Access;
import io.isinglass.streams.source.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A topic of Kafka for rows, and if wished another for lines that were no record. */
final class RowTopic implements Outlet {

    private static final String NONE = "none";
    private static final String NAME = "[a-zA-Z0-9._-]{1,249}";

    private final Supplier<Access> access;
    private final String rows;
    private final String letters;
    private final boolean waitedFor;
    private final String name;

    RowTopic(Options o, Files files) {
        this.access = Access.asked(
                o.text("bootstrap"),
                o.text("properties"),
                file -> new String(files.read(file, Access.LONGEST_FILE), StandardCharsets.ISO_8859_1));
        this.rows = topic(o, "topic");
        this.letters = o.text("dead_letters").equals(NONE) ? "" : topic(o, "dead_letters");
        this.waitedFor = o.oneOf("behind", "wait", "drop").equals("wait");
        if (rows.equals(letters)) {
            throw new Refused(
                    "options.dead_letters", "dead_letters must be another topic than that of the rows, was " + letters);
        }
        // What is wrong with the file is to be said now; it is read again when it is needed.
        this.name = "topic %s at %s".formatted(rows, access.get().brokers());
    }

    private static String topic(Options o, String option) {
        String topic = o.text(option);
        if (!topic.matches(NAME) || topic.matches("[.]{1,2}")) {
            throw o.refusal(option);
        }
        return topic;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takesLetters() {
        return !letters.isEmpty();
    }

    @Override
    public boolean isWaitedFor() {
        return waitedFor;
    }

    @Override
    public Pipe open(String run, String began) throws IOException {
        List<String> topics = new ArrayList<>(List.of(rows));
        if (takesLetters()) {
            topics.add(letters);
        }
        return TopicPipe.open(access.get(), new TopicPipe.Target(run, "isinglass-" + run + "-" + began, topics));
    }
}
