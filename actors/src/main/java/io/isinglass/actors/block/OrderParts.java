package io.isinglass.actors.block;

import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An order of a term as it is sent: whole on a node, and to another in parts where it is too large for one message. */
final class OrderParts {

    /*
     * Couplings of all bonds and evidence of all sites have no bound that would fit the largest message between nodes. A part is
     * small beside that, so that what else goes the same way need not wait for long.
     */

    /** The bytes of a part. */
    static final int LARGEST = 1 << 19;

    private final long term;
    private final long first;
    private final Order order;
    private final int largest;
    private List<byte[]> parts = List.of();

    /** An order of a term that begins with epoch {@code first}, in parts of so many bytes where it is larger. */
    OrderParts(long term, long first, Order order, int largest) {
        this.term = term;
        this.first = first;
        this.order = order;
        this.largest = largest;
    }

    /** The messages that bring it to a section, which is on another node or on this one. */
    List<Section.Command> messages(boolean far) {
        if (!far || Double.BYTES * numbers() <= largest) {
            return List.of(new Section.Perform(term, first, order));
        }
        if (parts.isEmpty()) {
            parts = cut();
        }
        List<Section.Command> messages = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            messages.add(new Section.Part(term, first, order.epoch(), at, parts.size(), parts.get(at)));
        }
        return messages;
    }

    /** The numbers that it consists of, but for a few. */
    private long numbers() {
        long numbers = 0;
        for (Couplings each : order.couplings().values()) {
            numbers += each.values().length + each.bonds().length + each.sites().length;
        }
        for (Change change : order.changes()) {
            numbers += change.evidence().map(seen -> seen.length).orElse(0);
        }
        return numbers;
    }

    private List<byte[]> cut() {
        Knife knife = new Knife(largest);
        try (DataOutputStream out = new DataOutputStream(knife)) {
            order.save(out);
            out.writeBoolean(order.keep());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return knife.parts();
    }

    /** Cuts what is written into parts of so many bytes; the last may be shorter. */
    private static final class Knife extends OutputStream {

        private final List<byte[]> whole = new ArrayList<>();
        private final byte[] part;
        private int filled;

        Knife(int size) {
            this.part = new byte[size];
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            for (int done = 0; done < count; ) {
                int now = Math.min(count - done, part.length - filled);
                System.arraycopy(bytes, from + done, part, filled, now);
                filled += now;
                done += now;
                if (filled == part.length) {
                    whole.add(part.clone());
                    filled = 0;
                }
            }
        }

        List<byte[]> parts() {
            List<byte[]> all = new ArrayList<>(whole);
            if (filled > 0) {
                all.add(Arrays.copyOf(part, filled));
            }
            return all;
        }
    }
}
