package io.isinglass.actors.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A store of large objects by key, such as {@code run-7/12-3/block-4}: snapshots of blocks, and what learners remember.
 * Its calls block, and may come from several threads at once. A key that is none (see {@link Keys}) is refused.
 */
public interface Vault extends AutoCloseable {

    /**
     * Keeps an object, in place of an older one of that key. It is durable when this returns. After an exception the
     * older one is there or the new one, and always whole.
     */
    void put(String key, byte[] bytes) throws IOException;

    Optional<byte[]> read(String key) throws IOException;

    /** The keys that begin with {@code prefix}, in the order of their characters. */
    List<String> list(String prefix) throws IOException;

    /** Removes an object, if there is one. */
    void delete(String key) throws IOException;

    @Override
    void close() throws IOException;
}
