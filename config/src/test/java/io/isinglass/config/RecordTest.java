package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordTest {

    @ParameterizedTest
    @MethodSource("ranges")
    void aRecordTakesExactlyTheRangeThatTheSchemaGives(String key, LongFunction<Object> make) {
        JsonNode schema = SpecSchema.at(JsonPointer.compile("/properties/" + key.replace(".", "/properties/")));
        long low = schema.get("minimum").longValue();
        long high = schema.get("maximum").longValue();

        assertDoesNotThrow(() -> make.apply(low));
        assertDoesNotThrow(() -> make.apply(high));
        assertRefuses(Long.toString(low - 1), () -> make.apply(low - 1));
        assertRefuses(Long.toString(high + 1), () -> make.apply(high + 1));
    }

    static Stream<Arguments> ranges() {
        OptionalInt none = OptionalInt.empty();
        return Stream.of(
                range("lattice.rows", n -> new LatticeSpec(OptionalInt.of((int) n), none, "torus", 1, 1)),
                range(
                        "lattice.depth",
                        n -> new LatticeSpec(
                                (int) n, none, none, "torus", LatticeSpec.DEFAULT_BONDS, LatticeSpec.DEFAULT.blocks())),
                range("lattice.columns", n -> new LatticeSpec(none, OptionalInt.of((int) n), "torus", 1, 1)),
                range("schedule.epochs", n -> new Schedule(n, 1, 0, 0, 0)),
                range("schedule.sweeps", n -> new Schedule(1, (int) n, 0, 0, 0)),
                range("schedule.lag", n -> new Schedule(1, 1, 0, (int) n, 0)),
                range("schedule.view", n -> new Schedule(1, 1, 0, 0, (int) n)));
    }

    private static Arguments range(String key, LongFunction<Object> make) {
        return Arguments.of(key, make);
    }

    @Test
    void aSpecMadeInCodeIsCheckedToo() {
        assertRefuses("\"Bad\"", () -> small("Bad", LatticeSpec.DEFAULT, Optional.of(Choice.of("images"))));
        assertRefuses("\"digest\"", () -> small("digest", LatticeSpec.DEFAULT, Optional.of(Choice.of("images"))));
        assertRefuses("rows and columns", () -> small("a", LatticeSpec.DEFAULT, Optional.empty()));
        assertRefuses("\"Up\"", () -> Choice.of("Up"));
        assertRefuses("\"klein\"", () -> new LatticeSpec(OptionalInt.of(4), OptionalInt.of(4), "klein", 1, 1));
        assertRefuses("5 columns", () -> new LatticeSpec(OptionalInt.of(4), OptionalInt.of(4), "torus", 1, 5));
        assertRefuses("was 0", () -> new LatticeSpec(OptionalInt.of(4), OptionalInt.of(4), "torus", 0, 1));
        assertRefuses("was 7", () -> new Schedule(7, 1, 7, 0, 0));
    }

    @Test
    void couplingsAndOptionsMadeInCodeAreCheckedToo() {
        assertRefuses("NaN", () -> new ModelSpec("ising", Map.of("K", Double.NaN), "ordered", Map.of()));
        assertRefuses("\"a.b\"", () -> new ModelSpec("ising", Map.of("a.b", 1.0), "ordered", Map.of()));
        assertRefuses("\"hot\"", () -> new ModelSpec("ising", Map.of(), "hot", Map.of()));
        assertRefuses("Infinity", () -> new Choice("k", Map.of("a", Double.POSITIVE_INFINITY)));
        assertRefuses("[1]", () -> new Choice("k", Map.of("a", java.util.List.of(1))));
        assertRefuses("4097", () -> new Choice("k", Map.of("a", "x".repeat(4097))));
    }

    @Test
    void wholeAndRealOptionsHaveOneTypeEach() {
        assertEquals(new Choice("k", Map.of("a", 3L, "b", 0.5)), new Choice("k", Map.of("a", 3, "b", 0.5f)));
    }

    private static Spec small(String name, LatticeSpec lattice, Optional<Choice> data) {
        ModelSpec model = new ModelSpec("ising", Map.of("K", 0.4), "ordered", Map.of());
        return new Spec(
                name,
                1,
                lattice,
                model,
                Choice.of("heat-bath"),
                Choice.of("none"),
                data,
                Optional.empty(),
                new Schedule(1, 1, 0, 0, 0));
    }

    private static void assertRefuses(String value, Executable make) {
        String message = assertThrows(IllegalArgumentException.class, make).getMessage();
        assertTrue(message.contains(value), message);
    }
}
