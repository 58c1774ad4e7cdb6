package io.isinglass.actors.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A vault that is lost with its process, for runs that keep nothing. It refuses what would make it too large. */
final class MemoryVault implements Vault {

    private final long maxBytes;
    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private long bytes;

    MemoryVault(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void put(String key, byte[] object) throws IOException {
        long after = bytes + object.length - size(Keys.checked(key));
        if (after > maxBytes) {
            throw new IOException("the vault in memory is full: with " + key + " it would hold " + after
                    + " bytes, and max-bytes is " + maxBytes);
        }
        objects.put(key, object.clone());
        bytes = after;
    }

    @Override
    public synchronized Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(Keys.checked(key))).map(byte[]::clone);
    }

    @Override
    public synchronized List<String> list(String prefix) {
        Keys.checkedPrefix(prefix);
        return objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public synchronized void delete(String key) {
        bytes -= size(Keys.checked(key));
        objects.remove(key);
    }

    @Override
    public void close() {}

    private long size(String key) {
        byte[] object = objects.get(key);
        return object == null ? 0 : object.length;
    }
}
