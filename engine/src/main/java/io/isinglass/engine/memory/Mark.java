package io.isinglass.engine.memory;

import io.isinglass.engine.catalog.Refused;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a memory begins with: what it is of, and how large, in words. */
public record Mark(String words) {

    public void save(DataOutput out) throws IOException {
        out.writeUTF(words);
    }

    /** Reads a mark, and refuses any but this. */
    public void expect(DataInput in) throws IOException {
        String found = in.readUTF();
        if (!found.equals(words)) {
            throw new Refused("", "memory is of %s, expected %s".formatted(found, words));
        }
    }
}
