package io.isinglass.streams.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What may pass is told from what cannot, however clients wrap it. */
class ClientsTest {

    private static final Access ACCESS = Access.open("localhost:9");

    private static Object calls(Exception thrown) throws IOException {
        return Clients.call(ACCESS, () -> {
            if (thrown instanceof ExecutionException e) {
                throw e;
            }
            throw (KafkaException) thrown;
        });
    }

    @Test
    void whoIsNotLetInIsRefused() {
        TopicAuthorizationException no = new TopicAuthorizationException("Not authorized to access topics: [rows]");
        for (Exception thrown :
                new Exception[] {no, new ExecutionException(no), new KafkaException("we are in an error state", no)}) {
            Refused refused = assertThrows(Refused.class, () -> calls(thrown));
            assertEquals("options.properties", refused.path());
            assertTrue(refused.getMessage().startsWith("localhost:9 does not let us in: "), refused::getMessage);
        }
    }

    @Test
    void whatTakesTooLongMayPass() {
        for (Exception thrown : new Exception[] {
            new TimeoutException("10 s"), new KafkaException("we are in an error state", new TimeoutException("10 s"))
        }) {
            IOException away = assertThrows(IOException.class, () -> calls(thrown));
            assertEquals("the brokers localhost:9 are out of reach: 10 s", away.getMessage());
        }
    }
}
