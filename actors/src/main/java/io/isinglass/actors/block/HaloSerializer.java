package io.isinglass.actors.block;

import akka.actor.ExtendedActorSystem;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import io.isinglass.engine.lattice.Side;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Halos as compact binary: term, step and side in 17 bytes, the number of words in 4, then the words, which hold a bit a
 * spin or 64 bits a real.
 */
public final class HaloSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    /** Names this serializer on the wire. */
    private static final int IDENTIFIER = 0x49534E47;

    private static final String HALO = "halo-2";

    /** A side's place in this list stands for it on the wire. */
    private static final List<Side> SIDES = List.of(Side.values());

    private static final int HEADER = 2 * Long.BYTES + 1 + Integer.BYTES;

    /** Called by Akka, which hands over the system. */
    public HaloSerializer(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return HALO;
    }

    @Override
    public byte[] toBinary(Object message) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + Long.BYTES * ((Block.Halo) message).edge().length);
        toBinary(message, buffer);
        return buffer.array();
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        Block.Halo halo = (Block.Halo) message;
        buffer.putLong(halo.term()).putLong(halo.step());
        buffer.put((byte) SIDES.indexOf(halo.side())).putInt(halo.edge().length);
        for (long word : halo.edge()) {
            buffer.putLong(word);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        if (!manifest.equals(HALO)) {
            throw new NotSerializableException("unknown manifest " + manifest);
        }
        if (buffer.remaining() < HEADER) {
            throw new NotSerializableException("halo is cut short at " + buffer.remaining() + " bytes");
        }
        long term = buffer.getLong();
        long step = buffer.getLong();
        int side = buffer.get();
        int length = buffer.getInt();
        if (side < 0 || side >= SIDES.size()) {
            throw new NotSerializableException("halo says side " + side);
        }
        if ((long) length * Long.BYTES != buffer.remaining()) {
            throw new NotSerializableException("halo says " + length + " words, has " + buffer.remaining() + " bytes");
        }
        long[] edge = new long[length];
        for (int k = 0; k < length; k++) {
            edge[k] = buffer.getLong();
        }
        return new Block.Halo(term, step, SIDES.get(side), edge);
    }
}
