package io.isinglass.actors.block;

import akka.actor.ExtendedActorSystem;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import io.isinglass.engine.lattice.Side;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames as compact binary: term, round, sender and number of edges in 24 bytes; then, for each edge, block and number of
 * words in 4 bytes each, side in 1, and the words, which hold a bit a spin or 64 bits a real.
 */
public final class FrameSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    /** Bytes of a frame besides its edges. */
    public static final int HEADER = 2 * Long.BYTES + 2 * Integer.BYTES;

    /** Bytes of an edge besides its words. */
    public static final int EDGE_HEADER = 2 * Integer.BYTES + 1;

    /** Names this serializer on the wire. */
    private static final int IDENTIFIER = 0x49534E47;

    private static final String FRAME = "frame-2";

    /** A side's place in this list stands for it on the wire. */
    private static final List<Side> SIDES = List.of(Side.values());

    /** Called by Akka, which hands over the system. */
    public FrameSerializer(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return FRAME;
    }

    @Override
    public byte[] toBinary(Object message) {
        int size = HEADER;
        for (long[] edge : ((Section.Frame) message).edges()) {
            size += EDGE_HEADER + Long.BYTES * edge.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        toBinary(message, buffer);
        return buffer.array();
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        Section.Frame frame = (Section.Frame) message;
        buffer.putLong(frame.term()).putLong(frame.round());
        buffer.putInt(frame.from()).putInt(frame.blocks().length);
        for (int at = 0; at < frame.blocks().length; at++) {
            long[] edge = frame.edges()[at];
            buffer.putInt(frame.blocks()[at]).putInt(edge.length);
            buffer.put((byte) SIDES.indexOf(frame.sides()[at]));
            buffer.asLongBuffer().put(edge);
            buffer.position(buffer.position() + Long.BYTES * edge.length);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        if (!manifest.equals(FRAME)) {
            throw new NotSerializableException("unknown manifest " + manifest);
        }
        try {
            Section.Frame frame = read(buffer);
            if (buffer.hasRemaining()) {
                throw new NotSerializableException("frame goes on for " + buffer.remaining() + " bytes");
            }
            return frame;
        } catch (BufferUnderflowException _) {
            throw new NotSerializableException("frame is cut short");
        }
    }

    private static Section.Frame read(ByteBuffer buffer) throws NotSerializableException {
        long term = buffer.getLong();
        long round = buffer.getLong();
        int from = buffer.getInt();
        int count = length(buffer, EDGE_HEADER);
        int[] blocks = new int[count];
        Side[] sides = new Side[count];
        long[][] edges = new long[count][];
        for (int at = 0; at < count; at++) {
            blocks[at] = buffer.getInt();
            int words = buffer.getInt();
            sides[at] = side(buffer.get());
            if (words < 0 || (long) words * Long.BYTES > buffer.remaining()) {
                throw new NotSerializableException(
                        "edge says " + words + " words, has " + buffer.remaining() + " bytes");
            }
            edges[at] = new long[words];
            buffer.asLongBuffer().get(edges[at]);
            buffer.position(buffer.position() + Long.BYTES * words);
        }
        return new Section.Frame(term, from, round, blocks, sides, edges);
    }

    private static int length(ByteBuffer buffer, int least) throws NotSerializableException {
        int count = buffer.getInt();
        if (count < 0 || (long) count * least > buffer.remaining()) {
            throw new NotSerializableException("frame says " + count + " edges, has " + buffer.remaining() + " bytes");
        }
        return count;
    }

    private static Side side(int code) throws NotSerializableException {
        if (code < 0 || code >= SIDES.size()) {
            throw new NotSerializableException("edge says side " + code);
        }
        return SIDES.get(code);
    }
}
