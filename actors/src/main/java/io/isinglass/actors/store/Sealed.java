package io.isinglass.actors.store;

import io.isinglass.engine.field.FieldDigest;
import java.io.IOException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An object as a commit names it: where it lies, and how to tell that it is still the same.
 *
 * @param digest lower-case hex of the SHA-256 of its {@code size} bytes
 */
public record Sealed(String key, String digest, long size) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Sealed {
        Keys.checked(key);
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("digest must be 64 digits of lower-case hex, was " + digest);
        }
        if (size < 0) {
            throw new IllegalArgumentException("size must be 0 or more, was " + size);
        }
    }

    /** Keeps an object and names it. */
    public static Sealed put(Vault vault, String key, byte[] bytes) throws IOException {
        Sealed sealed = new Sealed(key, digest(bytes), bytes.length);
        vault.put(key, bytes);
        return sealed;
    }

    /**
     * The bytes that were kept, and no others.
     *
     * @throws Damaged when they are not there any more
     */
    public byte[] open(Vault vault) throws Damaged, IOException {
        byte[] bytes = vault.read(key).orElseThrow(() -> new Damaged(key, "it is missing"));
        if (bytes.length != size) {
            throw new Damaged(key, "it has " + bytes.length + " bytes instead of " + size);
        }
        String found = digest(bytes);
        if (!found.equals(digest)) {
            throw new Damaged(key, "its SHA-256 is " + found + " instead of " + digest);
        }
        return bytes;
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(FieldDigest.sha256().digest(bytes));
    }
}
