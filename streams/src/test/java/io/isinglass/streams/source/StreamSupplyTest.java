package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines that can be read only once. */
class StreamSupplyTest {

    private static final int LINES = 1700;

    private static StreamSupply lines() {
        String text = IntStream.range(0, LINES).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        return new StreamSupply("a pipe", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Tap begun(StreamSupply supply, long at) throws IOException {
        Tap tap = supply.open();
        tap.begin(List.of(new Mark(0, at, Mark.OPEN)));
        return tap;
    }

    private static List<Integer> rest(Tap tap) throws IOException {
        List<Integer> rest = new ArrayList<>();
        Tap.Haul haul;
        do {
            haul = tap.next();
            haul.messages().forEach(message -> {
                assertEquals(message.place(), Long.parseLong(new String(message.text(), StandardCharsets.UTF_8)));
                rest.add((int) message.place());
            });
        } while (!haul.ended());
        return rest;
    }

    private static List<Integer> from(int first) {
        return IntStream.range(first, LINES).boxed().toList();
    }

    @Test
    void allLinesComeInTheirOrderOnce() throws IOException {
        StreamSupply supply = lines();
        assertEquals(List.of(new Mark(0, 0, Mark.OPEN)), supply.open().marks(List.of()));
        assertEquals(from(0), rest(begun(supply, 0)));
    }

    @Test
    void whatAnotherProcessHasTakenIsPassedOver() throws IOException {
        for (int taken : new int[] {1, 499, 500, 1300, LINES}) {
            assertEquals(from(taken), rest(begun(lines(), taken)));
        }
    }

    @Test
    void whatWasHandedOutAndNotKeptIsHandedOutAgain() throws IOException {
        StreamSupply supply = lines();
        Tap first = begun(supply, 0);
        Tap.Haul haul = first.next();
        while (haul.messages().isEmpty()) {
            haul = first.next();
        }
        assertEquals(from(0), rest(begun(supply, 0)));
    }

    @Test
    void fewerLinesThanWereTakenAreNotTheSameLines() throws IOException {
        Tap tap = begun(lines(), LINES + 1);
        Refused refused = assertThrows(Refused.class, () -> rest(tap));
        assertEquals(
                "a pipe has 1700 lines, and the run has taken 1701: it goes on with the same lines, from the first on",
                refused.getMessage());
    }

    @Test
    void aPipeThatBreaksIsNoEnd() throws IOException {
        StreamSupply supply = new StreamSupply("a pipe", new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        });
        for (int time = 0; time < 2; time++) {
            Tap tap = begun(supply, 0);
            Refused refused = assertThrows(Refused.class, () -> rest(tap));
            assertEquals("a pipe cannot be read: broken", refused.getMessage());
        }
    }
}
