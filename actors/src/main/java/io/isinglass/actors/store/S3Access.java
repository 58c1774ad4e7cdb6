package io.isinglass.actors.store;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Options;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Where a store that speaks S3 is, and as whom to go there. */
record S3Access(Options options) {

    /*
     * Checksums beyond those that the protocol demands are off, since not every such store knows them: what is read is
     * held against its SHA-256 anyway (see Sealed).
     */

    static final List<Option> OPTIONS = List.of(
            new Option("bucket", "", "the name of a bucket that is there", "where the objects are"),
            new Option("prefix", "isinglass", "segments of letters, digits, . _ ~ -", "what their names begin with"),
            new Option("endpoint", "that of AWS", "a URL such as http://minio:9000", "the address of the store"),
            new Option("region", "us-east-1", "a region that the store knows", "what requests are signed for"),
            new Option("access-key", "from the environment, as AWS_ACCESS_KEY_ID", "an id", "as whom to go there"),
            new Option("secret-key-file", "from the environment", "a file, with access-key", "holds the secret key"));

    Vault vault() throws IOException {
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(options.text("region")))
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofMinutes(2)))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)));
        if (options.isGiven("endpoint")) {
            client.endpointOverride(endpoint());
        }
        return S3Vault.open(client.build(), options.text("bucket"), options.text("prefix"));
    }

    private URI endpoint() {
        String url = options.text("endpoint");
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new Refused("options.endpoint", "endpoint must be a URL such as http://minio:9000, was " + url);
    }

    private AwsCredentialsProvider credentials() throws IOException {
        if (options.isGiven("access-key") != options.isGiven("secret-key-file")) {
            throw new Refused(
                    "options.access-key", "access-key and secret-key-file must be given together, or neither");
        }
        if (!options.isGiven("access-key")) {
            return DefaultCredentialsProvider.builder().build();
        }
        String file = options.text("secret-key-file");
        try {
            String secret = Files.readString(Path.of(file)).strip();
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(options.text("access-key"), secret));
        } catch (IOException e) {
            throw new IOException("cannot read the secret key of the vault from the file " + file, e);
        }
    }
}
