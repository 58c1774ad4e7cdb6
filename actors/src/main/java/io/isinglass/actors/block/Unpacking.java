package io.isinglass.actors.block;

import io.isinglass.streams.learn.Order;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Orders whose parts come in, in any order and maybe more than once. */
final class Unpacking {

    private final Map<Long, byte[][]> underWay = new TreeMap<>();

    /** Adds a part; returns the order if that was the last that was missing, and forgets it. */
    Optional<Order> add(Section.Part part) {
        byte[][] parts = underWay.computeIfAbsent(part.epoch(), _ -> new byte[part.of()][]);
        parts[part.at()] = part.bytes();
        if (Arrays.stream(parts).anyMatch(Objects::isNull)) {
            return Optional.empty();
        }
        underWay.remove(part.epoch());
        return Optional.of(order(parts));
    }

    private static Order order(byte[][] parts) {
        InputStream whole = new SequenceInputStream(Collections.enumeration(
                Arrays.stream(parts).map(ByteArrayInputStream::new).toList()));
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(whole))) {
            Order order = Order.load(in);
            return order.keeping(in.readBoolean());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
