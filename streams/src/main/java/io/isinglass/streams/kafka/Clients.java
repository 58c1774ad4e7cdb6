package io.isinglass.streams.kafka;

import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;

/** What clients of Kafka say, told apart: what may pass, and what cannot. */
public final class Clients {

    private Clients() {}

    /** What is done with a client. */
    @FunctionalInterface
    public interface Call<T> {

        T get() throws ExecutionException, InterruptedException;
    }

    /** Calls a client; what may pass is an {@code IOException}, what cannot is {@code Refused}. */
    public static <T> T call(Access access, Call<T> call) throws IOException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw told(access, e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (KafkaException e) {
            throw told(access, e);
        }
    }

    private static IOException told(Access access, RuntimeException thrown) {
        RuntimeException error = inner(thrown);
        Throwable cause = root(error);
        String reason = cause.getMessage();
        if (error instanceof AuthenticationException || error instanceof AuthorizationException) {
            throw new Refused("options.properties", access.brokers() + " does not let us in: " + reason);
        }
        if (error instanceof InvalidTopicException) {
            throw new Refused("options.topic", "topic must be the name of a topic: " + reason);
        }
        if (cause instanceof ConfigException && !reason.startsWith("No resolvable bootstrap")) {
            throw new Refused("options.properties", reason);
        }
        if (error instanceof InterruptException) {
            return new IOException("interrupted", error);
        }
        if (error instanceof RetriableException || !(error instanceof ApiException)) {
            return new IOException("the brokers %s are out of reach: %s".formatted(access.brokers(), reason), error);
        }
        return new IOException("the brokers %s answer: %s".formatted(access.brokers(), reason), error);
    }

    /** A producer says of every error after the first that there was one. */
    private static RuntimeException inner(RuntimeException error) {
        return error.getClass() == KafkaException.class && error.getCause() instanceof KafkaException inner
                ? inner
                : error;
    }

    private static Throwable root(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
