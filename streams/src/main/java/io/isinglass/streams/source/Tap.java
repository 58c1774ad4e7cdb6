package io.isinglass.streams.source;

import java.io.IOException;
import java.util.List;

/** A connection with a {@link Supply}, for one thread at a time. All of it may block, for seconds at most. */
public interface Tap extends AutoCloseable {

    /**
     * What has come.
     *
     * @param messages in the order in which they are to be taken; a bounded number
     * @param ended whether all parts have come to their ends with them
     */
    record Haul(List<Message> messages, boolean ended) {

        public Haul {
            messages = List.copyOf(messages);
        }
    }

    /** Where each part is to be read from: as it is known, or, if it is not, as is wished for new ones. */
    List<Mark> marks(List<Mark> known) throws IOException;

    /** Goes to marks, one for each part. */
    void begin(List<Mark> marks) throws IOException;

    /** What has come since, after a moment if it is nothing. */
    Haul next() throws IOException;

    @Override
    void close() throws IOException;
}
