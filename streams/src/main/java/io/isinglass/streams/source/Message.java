package io.isinglass.streams.source;

import java.util.Optional;

/**
 * A line as it lies outside.
 *
 * @param part the part that it lies in
 * @param place its place there, 0 or more
 * @param text its bytes
 * @param fault why it cannot be read, where that is known
 */
public record Message(int part, long place, byte[] text, Optional<String> fault) {

    /** A line that may be a record. */
    public static Message of(int part, long place, byte[] text) {
        return new Message(part, place, text, Optional.empty());
    }

    /** What stands for a line that cannot be had. */
    public static Message faulty(int part, long place, String fault) {
        return new Message(part, place, new byte[0], Optional.of(fault));
    }
}
