package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Files that are held in memory; every name that ends in a slash is a directory. */
record MemoryFiles(SequencedMap<String, byte[]> files) implements Files {

    static MemoryFiles of(Map<String, byte[]> files) {
        return new MemoryFiles(new TreeMap<>(files));
    }

    @Override
    public List<String> list(String name) {
        return name.endsWith("/")
                ? files.keySet().stream().filter(file -> file.startsWith(name)).toList()
                : List.of(name);
    }

    @Override
    public byte[] read(String name, long most) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new Refused("options.path", "there is no file " + name);
        }
        return bytes;
    }

    @Override
    public InputStream open(String name) {
        return new ByteArrayInputStream(read(name, Long.MAX_VALUE));
    }
}
