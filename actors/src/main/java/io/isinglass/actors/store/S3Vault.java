package io.isinglass.actors.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A vault in a bucket of a store that speaks S3; keys stand below a prefix of their own. */
final class S3Vault implements Vault {

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    private S3Vault(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix + "/";
    }

    /** Opens a vault, which closes the client; refuses a bucket that is not there. */
    static Vault open(S3Client client, String bucket, String prefix) throws IOException {
        S3Vault vault = new S3Vault(client, bucket, Keys.checked(prefix));
        try {
            vault.call("open the vault", () -> client.headBucket(request -> request.bucket(bucket)));
            return vault;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        String name = name(key);
        call("put " + key, () -> client.putObject(r -> r.bucket(bucket).key(name), RequestBody.fromBytes(bytes)));
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        String name = name(key);
        return call("read " + key, () -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                request -> request.bucket(bucket).key(name))
                        .asByteArray());
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> list(String start) throws IOException {
        String below = prefix + Keys.checkedPrefix(start);
        return call(
                "list " + start,
                () -> client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(below)).contents().stream()
                        .map(S3Object::key)
                        .map(name -> name.substring(prefix.length()))
                        .sorted()
                        .toList());
    }

    @Override
    public void delete(String key) throws IOException {
        String name = name(key);
        call(
                "delete " + key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(name)));
    }

    @Override
    public void close() {
        client.close();
    }

    private String name(String key) {
        return prefix + Keys.checked(key);
    }

    private <T> T call(String what, Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new IOException("cannot " + what + " in the bucket " + bucket + ": " + e.getMessage(), e);
        }
    }
}
