package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecRefusalTest {

    private static final String NAME =
            "must be a name of at most 63 lower-case letters, digits and hyphens that starts with a letter, was ";

    @ParameterizedTest
    @MethodSource("oneThingWrong")
    void aBadValueIsRefusedWithItsLineTheValueAndWhatIsAllowed(String old, String now, String problem) {
        assertEquals("test.yaml:" + problem, Specs.refused(Specs.with(old, now)));
    }

    static Stream<Arguments> oneThingWrong() {
        return Stream.of(
                Arguments.of("name: small", "name: Small", "1: name: " + NAME + "\"Small\""),
                Arguments.of("name: small", "name: 7", "1: name: " + NAME + "7"),
                Arguments.of(
                        "name: small",
                        "name: n" + "o".repeat(63),
                        "1: name: " + NAME + "\"n" + "o".repeat(59) + "… (64 characters)\""),
                Arguments.of(
                        "name: small",
                        "name: digest",
                        "1: name: must not be one of run, seed, version, digest, metrics_digest, spec_hash, epochs,"
                                + " sweeps, values, metrics; was \"digest\""),
                Arguments.of("name: small", "name: \"small\\n\"", "1: name: " + NAME + "\"small·\""),
                Arguments.of(
                        "rows: 4",
                        "rows: 4, blocks: \"2x2\\n\"",
                        "3: lattice.blocks: must be ROWSxCOLUMNS such as 2x2, or PLANESxROWSxCOLUMNS, was \"2x2·\""),
                Arguments.of("name: small", "", "2: missing key \"name\""),
                Arguments.of(
                        "seed: 1",
                        "seed: 9223372036854775808",
                        "2: seed: must be a whole number from -9223372036854775808 to 9223372036854775807, "
                                + "was 9223372036854775808"),
                Arguments.of(
                        "seed: 1",
                        "seed:",
                        "2: seed: must be a whole number from -9223372036854775808 to 9223372036854775807, was empty"),
                Arguments.of("rows: 4", "rows: 0", "3: lattice.rows: must be a whole number from 1 to 16777216, was 0"),
                Arguments.of(
                        "rows: 4",
                        "rows: 16777217",
                        "3: lattice.rows: must be a whole number from 1 to 16777216, was 16777217"),
                Arguments.of(
                        "rows: 4",
                        "rows: [4]",
                        "3: lattice.rows: must be a whole number from 1 to 16777216, was a list"),
                Arguments.of(
                        "rows: 4, ",
                        "",
                        "3: lattice: missing key \"rows\"; only a spec with data may leave the size out"),
                Arguments.of(
                        "lattice: {rows: 4, columns: 6}",
                        "",
                        "1: missing key \"lattice\"; only a spec with data may leave the size out"),
                Arguments.of(
                        "epochs: 10, ",
                        "",
                        "5: schedule: missing key \"epochs\"; only a spec with data that come as long as they come may"
                                + " leave the epochs out"),
                Arguments.of(
                        "{rows: 4, columns: 6}",
                        "4x6",
                        "3: lattice: must be a section with the keys depth, rows, columns, boundary, bonds, blocks,"
                                + " was \"4x6\""),
                Arguments.of(
                        "rows: 4",
                        "rows: 4, blocks: 2by2",
                        "3: lattice.blocks: must be ROWSxCOLUMNS such as 2x2, or PLANESxROWSxCOLUMNS, was \"2by2\""),
                Arguments.of(
                        "rows: 4",
                        "rows: 4, blocks: 2",
                        "3: lattice.blocks: must be ROWSxCOLUMNS such as 2x2, or PLANESxROWSxCOLUMNS, was 2"),
                Arguments.of(
                        "rows: 4",
                        "rows: 4, blocks: 5x1",
                        "3: lattice.blocks: 5 rows of blocks do not fit 4 rows of sites"),
                Arguments.of(
                        "rows: 4",
                        "rows: 4, boundary: tours",
                        "3: lattice.boundary: must be one of torus, open; was \"tours\"; did you mean \"torus\"?"),
                Arguments.of("K: 0.4", "K: warm", "4: model.couplings.K: must be a finite number, was \"warm\""),
                Arguments.of(
                        "K: 0.4",
                        "1K: 0.4",
                        "4: model.couplings.1K: the key must be a name of at most 63 letters, digits, _ and - that"
                                + " starts with a letter, was \"1K\""),
                Arguments.of(
                        "{K: 0.4, h: 0}",
                        "{}, start: hot",
                        "4: model.start: must be one of ordered, disordered; was \"hot\""),
                Arguments.of(", couplings: {K: 0.4, h: 0}", "", "4: model: missing key \"couplings\""),
                Arguments.of(
                        "sweeps: 5",
                        "sweeps: 5, lag: 17",
                        "5: schedule.lag: must be a whole number from 0 to 16, was 17"),
                Arguments.of(
                        "sweeps: 5",
                        "sweeps: 5, warmup: 10",
                        "5: schedule.warmup: must be less than the 10 epochs of the run, was 10"),
                Arguments.of("seed: 1", "seed: 1\nkernel: {options: {a: 1}}", "3: kernel: missing key \"kind\""),
                Arguments.of(
                        "seed: 1",
                        "seed: 1\nkernel: 3",
                        "3: kernel: must be a lower-case name, or a section with the keys kind and options, was"
                                + " 3"),
                Arguments.of(
                        "seed: 1",
                        "seed: 1\nkernel: {kind: k, options: {a: [1]}}",
                        "3: kernel.options.a: must be a number, text of at most 4096 characters, true or false, was a"
                                + " list"),
                Arguments.of(
                        "seed: 1",
                        "seed: 1\nkernel: {kind: k, options: {a: 18446744073709551616}}",
                        "3: kernel.options.a: must be a number of 64 bits, was 18446744073709551616"));
    }

    @ParameterizedTest
    @MethodSource("unreadableNumbers")
    void aNumberThatCannotBeTakenAsWrittenIsRefusedWithAdvice(String written, String problem) {
        assertEquals(
                "test.yaml:5: schedule.sweeps: " + problem,
                Specs.refused(Specs.with("sweeps: 5", "sweeps: " + written)));
    }

    static Stream<Arguments> unreadableNumbers() {
        String whole = "must be a whole number from 1 to 1000000, was ";
        return Stream.of(
                Arguments.of("\"20\"", whole + "\"20\"; write it without quotes"),
                Arguments.of("1e3", "must be written with digits only; write 1000, not 1e3"),
                Arguments.of("20.0", "must be written with digits only; write 20, not 20.0"),
                Arguments.of("2.5", whole + "2.5"),
                Arguments.of("1_000", whole + "\"1_000\"; write 1000"),
                Arguments.of("twenty", whole + "\"twenty\""),
                Arguments.of(".nan", "must be a finite number, was .nan"),
                Arguments.of("-.inf", "must be a finite number, was -.inf"),
                Arguments.of("1e400", "must be a finite number, was 1e400"),
                Arguments.of("1e300", whole + "1e300"),
                Arguments.of("9".repeat(70), whole + "9".repeat(60) + "… (70 characters)"),
                Arguments.of("true", whole + "true"));
    }

    @ParameterizedTest
    @MethodSource("unknownKeys")
    void anUnknownKeyIsRefusedWithTheOneThatWasMeant(String old, String now, String problem) {
        assertTrue(Specs.refused(Specs.with(old, now)).contains(problem), () -> Specs.refused(Specs.with(old, now)));
    }

    static Stream<Arguments> unknownKeys() {
        return Stream.of(
                Arguments.of(
                        "rows: 4",
                        "rows: 4, colums: 6",
                        "test.yaml:3: lattice.colums: unknown key \"colums\"; did you mean \"columns\"? "
                                + "(allowed: depth, rows, columns, boundary, bonds, blocks)"),
                Arguments.of("seed: 1", "Seed: 1", "test.yaml:2: Seed: unknown key \"Seed\"; did you mean \"seed\"?"),
                Arguments.of(
                        "seed: 1", "seed: 1\nsweeps: 3", "unknown key \"sweeps\"; did you mean \"schedule.sweeps\"?"),
                Arguments.of(
                        "seed: 1",
                        "seed: 1\ntemperature: 3",
                        "test.yaml:3: temperature: unknown key \"temperature\" (allowed: name, seed, lattice, model,"
                                + " kernel, learner, data, sink, schedule)"));
    }

    @Test
    void allProblemsAreToldAtOnceInTheOrderOfTheirLines() {
        String text = """
            name: Bad Name
            seed: "7"
            lattice:
              rows: 0
              rows: 8
              colums: 8
              blocks: 2by2
            model:
              kind: ising
              couplings: {K: .inf}
            schedule:
              epochs: 10
              sweeps: 1e3
              warmup: 10
            """;

        assertEquals("""
            test.yaml:1: name: must be a name of at most 63 lower-case letters, digits and hyphens that starts with a letter, was "Bad Name"
            test.yaml:2: seed: must be a whole number from -9223372036854775808 to 9223372036854775807, was "7"; write it without quotes
            test.yaml:3: lattice: missing key "columns"; only a spec with data may leave the size out
            test.yaml:4: lattice.rows: must be a whole number from 1 to 16777216, was 0
            test.yaml:5: lattice.rows: duplicate key, first written on line 4
            test.yaml:6: lattice.colums: unknown key "colums"; did you mean "columns"? (allowed: depth, rows, columns, boundary, bonds, blocks)
            test.yaml:7: lattice.blocks: must be ROWSxCOLUMNS such as 2x2, or PLANESxROWSxCOLUMNS, was "2by2"
            test.yaml:10: model.couplings.K: must be a finite number, was .inf
            test.yaml:13: schedule.sweeps: must be written with digits only; write 1000, not 1e3
            test.yaml:14: schedule.warmup: must be less than the 10 epochs of the run, was 10\
            """, Specs.refused(text));
    }

    @ParameterizedTest
    @MethodSource("noDocuments")
    void aTextThatIsNoSpecIsRefused(String text, String problem) {
        assertEquals("test.yaml:" + problem, Specs.refused(text));
    }

    static Stream<Arguments> noDocuments() {
        String empty = "1: the document is empty: a spec needs at least name, seed, model and schedule";
        String list = "a spec is a map of keys such as name, seed, lattice, model and schedule";
        return Stream.of(
                Arguments.of("", empty),
                Arguments.of("# nothing but this\n---\n", empty),
                Arguments.of("\n- a\n- b\n", "2: " + list),
                Arguments.of("restore", "1: " + list),
                Arguments.of("name: a\n---\nname: b\n", "3: a second document starts here: a file holds one spec"),
                Arguments.of("name: a\nlattice:\n\trows: 3\n", "3: a tab cannot start a line here: indent with spaces"),
                Arguments.of("name: a\n  seed: 3\n", "2: cannot be read as YAML: mapping values are not allowed here"),
                Arguments.of(
                        "lattice:\n    rows: 3\n  columns: 4\n", "3: the indentation does not fit the lines above"),
                Arguments.of("name: a\nseed: *b\n", "2: cannot be read as YAML: found undefined alias b"),
                Arguments.of("name: a\nse\u0000ed: 1\n", "2: holds the character U+0000, which no text has"));
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void aTextThatIsNoJsonIsRefusedWithItsLine(String text, String problem) {
        String refused = Specs.refusedAs("test.json", text);

        assertTrue(refused.startsWith("test.json:" + problem), refused);
        assertFalse(refused.contains("com.fasterxml") || refused.contains("\n"), refused);
    }

    static Stream<Arguments> noJson() {
        return Stream.of(
                Arguments.of("", "1: the document is empty"),
                Arguments.of("[1]", "1: a spec is a map of keys"),
                Arguments.of("{\n \"name\": \"a\",\n name: 3}", "3: cannot be read as JSON: Unexpected character"),
                Arguments.of("{\n\"seed\": NaN}", "2: cannot be read as JSON: Non-standard token 'NaN'"),
                Arguments.of("{\"name\": \"a\"\n", "2: cannot be read as JSON: Unexpected end-of-input"),
                Arguments.of("{}\n{}", "2: a second document starts here"));
    }

    @Test
    void aDuplicateKeyOfJsonIsRefusedWithBothLines() {
        String json = Specs.spec(Specs.SMALL).toJson().replace("\"seed\":1", "\n\"seed\":1,\n\"seed\":{\"a\":[1]}");

        assertEquals("test.json:3: seed: duplicate key, first written on line 2", Specs.refusedAs("test.json", json));
    }

    @Test
    void tagsAndKeysThatAreNoWordsAreRefused() {
        String text = Specs.SMALL + "kernel: !!java.net.URL http://localhost\n? [a]\n: 1\n";

        assertEquals("""
            test.yaml:6: kernel: the tag tag:yaml.org,2002:java.net.URL is not allowed: a spec has no tags
            test.yaml:7: a key must be a word\
            """, Specs.refused(text));
    }

    @Test
    void aBombOfAliasesIsRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = ("*a" + (i - 1) + ", ").repeat(10);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, alias.substring(0, alias.length() - 2)));
        }

        String refused = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Specs.refused(bomb.toString()));
        assertTrue(refused.contains("has more than 10000 values, aliases included"), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &a [*a]", "a: &a {b: *a}"})
    void anAliasOfItselfIsRefused(String text) {
        assertEquals("test.yaml:1: is nested more than 16 levels deep", Specs.refused(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.yaml", "test.json"})
    void aTextTooLargeOrTooDeepIsRefusedAtOnce(String source) {
        String large = "{\"name\": \"" + "a".repeat(SpecReader.MAX_CHARACTERS) + "\"}";
        String deep = "{\"a\": " + "[".repeat(500_000);
        String digits = "{\"seed\": " + "9".repeat(1_000_000) + "}";

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(
                    source + ": must have at most 1048576 characters, has 1048588", Specs.refusedAs(source, large));
            assertTrue(Specs.refusedAs(source, deep).contains("nested"), Specs.refusedAs(source, deep));
            assertTrue(Specs.refusedAs(source, digits).contains("seed: must be a whole number"));
        });
    }

    @ParameterizedTest
    @ValueSource(chars = {' ', '\n', ':', '"', '{', ']', '&', '*', '!', '-', '9', '.', '\t', '\0', 'x', '~', '/'})
    void damagedTextIsReadOrRefusedAndNothingElse(char damage) {
        String json = Specs.spec(Specs.FULL).toJson();
        for (String text : new String[] {Specs.FULL, json}) {
            for (int i = 0; i < text.length(); i += 3) {
                readOrRefused(text.substring(0, i) + damage + text.substring(i + 1));
                readOrRefused(text.substring(0, i) + damage);
            }
        }
    }

    private static void readOrRefused(String text) {
        try {
            Spec spec = SpecReader.read("damaged", text, List.of()).spec();
            assertEquals(
                    spec,
                    SpecReader.read("canonical.json", spec.toJson(), List.of()).spec());
        } catch (SpecException refusal) {
            assertFalse(refusal.problems().isEmpty());
        }
    }

    @Test
    void noMessageSpeaksTheLanguageOfTheValidator() {
        String refused = Specs.refused("{}") + Specs.refused("name: {}\nseed: x\nlattice: []\nmodel: 1\nschedule: a\n");

        for (String jargon : new String[] {"regex", "schema", "property", "$", "integer found", "instance"}) {
            assertFalse(refused.contains(jargon), refused);
        }
    }
}
