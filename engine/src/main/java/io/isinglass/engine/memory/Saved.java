package io.isinglass.engine.memory;

import io.isinglass.engine.catalog.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What memories have written down, one after the other, in bytes. */
public record Saved(byte[] bytes) {

    public static Saved of(Memory... memories) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (Memory memory : memories) {
                memory.save(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes cannot be written to memory", e);
        }
        return new Saved(bytes.toByteArray());
    }

    /** Lets as many memories of the same kinds take up these bytes; refuses too few, too many and those of others. */
    public void into(Memory... memories) {
        ByteArrayInputStream left = new ByteArrayInputStream(bytes);
        DataInputStream in = new DataInputStream(left);
        try {
            for (Memory memory : memories) {
                memory.load(in);
            }
        } catch (EOFException _) {
            throw new Refused("", "memory is cut short at " + bytes.length + " bytes");
        } catch (IOException e) {
            throw new Refused("", "memory cannot be read: " + e.getMessage());
        }
        if (left.available() > 0) {
            throw new Refused(
                    "", "memory has %d bytes, expected %d".formatted(bytes.length, bytes.length - left.available()));
        }
    }
}
