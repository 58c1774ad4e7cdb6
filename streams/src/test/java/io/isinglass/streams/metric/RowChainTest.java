package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Saved;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowChainTest {

    private static final Row ROW = new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, "2026-07-01T12:00:00Z");

    private static final String LINE = "{\"run\":\"r\",\"key\":\"K\",\"value\":0.5,\"stderr\":0.25,\"tau_int\":1.5,"
            + "\"n_eff\":64.0,\"epoch\":3,\"sweep\":159,\"seq\":7}\n";

    @Test
    void beforeTheFirstEpochItIsZero() {
        assertEquals("0".repeat(64), new RowChain().hex());
    }

    @Test
    void anEpochIsChainedToThoseBeforeAsItsLinesWithoutTimes() throws Exception {
        byte[] one = sha(new byte[32], LINE + LINE);
        byte[] two = sha(one, "");
        byte[] three = sha(two, LINE);
        RowChain chain = new RowChain();

        chain.add(List.of(ROW, ROW));
        assertEquals(HexFormat.of().formatHex(one), chain.hex());
        assertEquals(HexFormat.of().formatHex(one), chain.hex(), "asking does not end it");
        chain.add(List.of());
        assertEquals(HexFormat.of().formatHex(two), chain.hex());
        chain.add(List.of(ROW));
        assertEquals(HexFormat.of().formatHex(three), chain.hex());
    }

    private static byte[] sha(byte[] before, String lines) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(before);
        return sha.digest(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itGoesOnFromWhereItWasWrittenDown() {
        RowChain whole = chain(ROW);
        RowChain taken = chain();
        new Saved(Saved.of(whole).bytes()).into(taken);
        assertEquals(whole.hex(), taken.hex());
        whole.add(List.of(ROW));
        taken.add(List.of(ROW));
        assertEquals(whole.hex(), taken.hex());

        byte[] bytes = Saved.of(whole).bytes();
        for (int length = 0; length < bytes.length; length++) {
            Saved cut = new Saved(Arrays.copyOf(bytes, length));
            assertThrows(Refused.class, () -> cut.into(taken));
        }
    }

    @Test
    void theDigestDoesNotSeeTheTime() {
        Row later = new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, "2027-01-01T00:00:00Z");

        assertEquals(chain(ROW).hex(), chain(later).hex());
    }

    static Stream<Row> otherRows() {
        double up = Math.nextUp(0.5);
        return Stream.of(
                new Row("s", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "h", 0.5, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", up, 0.25, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, null, 1.5, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.0, 64.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 63.0, 3, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 4, 159, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 158, 7, ROW.time()),
                new Row("r", "K", 0.5, 0.25, 1.5, 64.0, 3, 159, 8, ROW.time()));
    }

    @ParameterizedTest
    @MethodSource("otherRows")
    void theDigestSeesEveryOtherField(Row other) {
        assertNotEquals(chain(ROW).hex(), chain(other).hex());
        assertNotEquals(chain(ROW, other).hex(), chain(other, ROW).hex());
    }

    private static RowChain chain(Row... rows) {
        RowChain chain = new RowChain();
        chain.add(List.of(rows));
        return chain;
    }
}
