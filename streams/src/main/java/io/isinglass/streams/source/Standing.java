package io.isinglass.streams.source;

/**
 * How far the lines that came from outside have come; nothing else is needed to judge the next.
 *
 * @param lines how many have come
 * @param records how many of them were records
 * @param rejected how many were none and should have been
 * @param lost how many of those came after the last record
 * @param time that of the last record; empty where records have none, or before the first
 * @param closed whether no more may come
 */
public record Standing(long lines, long records, long rejected, long lost, String time, boolean closed) {

    /** Before the first line. */
    public static final Standing NONE = new Standing(0, 0, 0, 0, "", false);

    /** The same, and no more may come. */
    public Standing close() {
        return new Standing(lines, records, rejected, lost, time, true);
    }
}
