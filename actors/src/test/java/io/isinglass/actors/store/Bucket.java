package io.isinglass.actors.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/** A server that speaks S3, in this JVM, and one bucket there. */
final class Bucket {

    static final String NAME = "runs";
    static final String ID = "isinglass";
    static final String SECRET = "battery staple";

    private final BlobStoreContext context;
    private final S3Proxy server;

    private Bucket(BlobStoreContext context, S3Proxy server) {
        this.context = context;
        this.server = server;
    }

    static Bucket start() throws Exception {
        BlobStoreContext context = ContextBuilder.newBuilder(new TransientApiMetadata())
                .credentials("any", "any")
                .build(BlobStoreContext.class);
        BlobStore objects = context.getBlobStore();
        objects.createContainerInLocation(null, NAME);
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ID, SECRET)
                .build();
        server.start();
        return new Bucket(context, server);
    }

    /** The options of a vault here, whose objects begin with {@code prefix}. */
    Map<String, Object> options(String prefix, Path secretKeyFile) {
        Map<String, Object> options = new HashMap<>();
        options.put("bucket", NAME);
        options.put("prefix", prefix);
        options.put("endpoint", "http://127.0.0.1:" + server.getPort());
        options.put("access-key", ID);
        options.put("secret-key-file", secretKeyFile.toString());
        return options;
    }

    void stop() throws Exception {
        server.stop();
        context.close();
    }
}
