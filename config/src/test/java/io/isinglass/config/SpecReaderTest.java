package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {

    @Test
    void everyKeyOfASpecReachesItsRecord() {
        Spec expected = new Spec(
                "full",
                Long.MIN_VALUE,
                new LatticeSpec(OptionalInt.of(328), OptionalInt.of(400), "open", 4, 2),
                new ModelSpec("phi4", Map.of("w", 1.0, "a", 1.65, "b", 0.125), "disordered", Map.of("exact", true)),
                new Choice("metropolis", Map.of("stride", 1.5)),
                new Choice("restoration", Map.of("flip_rate", 0.35)),
                Optional.of(new Choice("images", Map.of("path", "horse.png", "frames", 12L))),
                Optional.of(new Choice("kafka", Map.of("topic", "rows"))),
                new Schedule(1_000_000_000, 1_000_000, 7, 16, 0));

        assertEquals(expected, Specs.spec(Specs.FULL));
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        Spec expected = new Spec(
                "small",
                1,
                new LatticeSpec(OptionalInt.of(4), OptionalInt.of(6), "torus", 1, 1),
                new ModelSpec("ising", Map.of("K", 0.4, "h", 0.0), "ordered", Map.of()),
                Choice.of("heat-bath"),
                Choice.of("none"),
                Optional.empty(),
                Optional.empty(),
                new Schedule(10, 5, 0, 0, 1));

        assertEquals(expected, Specs.spec(Specs.SMALL));
    }

    @Test
    void couplingsAndOptionsKeepTheirOrder() {
        Spec spec = Specs.spec(Specs.FULL);

        assertEquals(
                List.of("w", "a", "b"), List.copyOf(spec.model().couplings().keySet()));
        assertEquals(
                List.of("path", "frames"),
                List.copyOf(spec.data().orElseThrow().options().keySet()));
    }

    @Test
    void theMapsOfASpecCannotBeChanged() {
        Spec spec = Specs.spec(Specs.FULL);

        assertThrows(
                UnsupportedOperationException.class,
                () -> spec.model().couplings().put("c", 1.0));
        assertThrows(
                UnsupportedOperationException.class,
                () -> spec.kernel().options().clear());
    }

    @Test
    void theLatticeMayBeLeftOutWhenDataGiveTheSize() {
        String text = Specs.with("lattice: {rows: 4, columns: 6}", "data: {kind: images}");

        assertEquals(LatticeSpec.DEFAULT, Specs.spec(text).lattice());
    }

    @Test
    void plainScalarsMeanWhatTheCoreSchemaOfYamlSays() {
        String text = Specs.SMALL
                + "kernel: {kind: k, options: {a: no, b: True, c: 010, d: 0x10, e: 1:30, f: '7', g: -2.5E-3}}";

        Map<String, Object> expected =
                Map.of("a", "no", "b", true, "c", 10L, "d", 16L, "e", "1:30", "f", "7", "g", -0.0025);
        assertEquals(expected, Specs.spec(text).kernel().options());
    }

    @Test
    void jsonIsReadWhateverItsWhiteSpace() {
        String json = """
            {"name":"small","seed":1,
            \t"lattice":{"rows":4,"columns":6},
            \t"model":{"kind":"ising","couplings":{"K":0.4,"h":0}},
            \t"schedule":{"epochs":10,"sweeps":5}}
            """;

        assertEquals(
                Specs.spec(Specs.SMALL),
                SpecReader.read("small.json", json, List.of()).spec());
        assertEquals(
                Specs.spec(Specs.SMALL),
                SpecReader.read("request", json, List.of()).spec());
        assertEquals(Specs.spec(Specs.SMALL), Specs.spec(json.replace("\t", "  ")));
    }

    @Test
    void aByteOrderMarkAndAnchorsDoNoHarm() {
        String text = "\uFEFF" + Specs.SMALL + "kernel: &k {kind: heat-bath}\nlearner: *k\n";

        assertEquals(Choice.of("heat-bath"), Specs.spec(text).learner());
    }

    @Test
    void everyKeyKnowsItsLine() {
        Located located = Specs.read(Specs.FULL);

        assertEquals(1, located.line(""));
        assertEquals(3, located.line("/lattice"));
        assertEquals(7, located.line("/lattice/blocks"));
        assertEquals(12, located.line("/model/couplings/a"));
        assertEquals(39, located.line("/schedule/view"));
    }

    @Test
    void aKeyThatWasNotWrittenStandsWhereItsNearestAncestorDoes() {
        Located located = Specs.read(Specs.SMALL);

        assertEquals(3, located.line("/lattice/blocks"));
        assertEquals(1, located.line("/kernel/options/stride"));
    }

    @Test
    void jsonKnowsItsLinesToo() {
        String json = Specs.spec(Specs.FULL).toJson().replace(",", ",\n").replace("{", "{\n");
        Located located = SpecReader.read("full.json", json, List.of());

        String[] lines = json.split("\n");
        assertEquals("\"blocks\":\"4x2\",", lines[located.line("/lattice/blocks") - 1]);
        assertEquals("\"stride\":1.5}},", lines[located.line("/kernel/options/stride") - 1]);
    }

    @Test
    void aProblemFoundLaterCanBePlaced() {
        Located located = Specs.read(Specs.FULL, "kernel=none-such");

        assertEquals(
                "test.yaml:9: model.kind: unknown model",
                located.problem("/model/kind", "unknown model").toString());
        assertEquals(
                "--set kernel=none-such: kernel.kind: unknown kernel",
                located.problem("/kernel/kind", "unknown kernel").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {Specs.SMALL, Specs.FULL})
    void theCanonicalFormReadsBackToAnEqualSpec(String text) {
        Located first = Specs.read(text);
        Located again = SpecReader.read("canonical.json", first.json(), List.of());

        assertEquals(first.spec(), again.spec());
        assertEquals(first.json(), again.json());
        assertEquals(first.spec(), Specs.spec(first.json()), "and as YAML");
    }

    @Test
    void theCanonicalFormSortsKeysAndFillsInDefaults() {
        assertEquals(
                "{\"kernel\":{\"kind\":\"heat-bath\",\"options\":{}},"
                    + "\"lattice\":{\"blocks\":\"1x1\",\"bonds\":{\"kind\":\"uniform\",\"options\":{}},"
                    + "\"boundary\":\"torus\",\"columns\":6,\"depth\":1,\"rows\":4},"
                    + "\"learner\":{\"kind\":\"none\",\"options\":{}},"
                    + "\"model\":{\"couplings\":{\"K\":0.4,\"h\":0.0},\"kind\":\"ising\",\"options\":{},\"start\":\"ordered\"},"
                    + "\"name\":\"small\",\"schedule\":{\"epochs\":10,\"lag\":0,\"sweeps\":5,\"view\":1,\"warmup\":0},"
                    + "\"seed\":1}",
                Specs.read(Specs.SMALL).json());
    }

    @Test
    void theHashIsThatOfTheCanonicalForm() {
        // printf '%s' "$json" | sha256sum
        assertEquals(
                "9731a8938be21510ea6bbb58df4a982f54335fe663720fcaab9d99f705be8910",
                Specs.read(Specs.SMALL).specHash());
    }

    @Test
    void theHashSeesWhatIsMeantAndNotHowItIsWritten() {
        String hash = Specs.read(Specs.SMALL).specHash();

        assertEquals(
                hash,
                Specs.read(Specs.SMALL + "kernel: {kind: heat-bath}  # the default")
                        .specHash());
        assertEquals(
                hash,
                Specs.read(Specs.with("{K: 0.4, h: 0}", "{h: -0.0, K: 4e-1}")).specHash());
        assertNotEquals(
                hash, Specs.read(Specs.with("0.4", "0.40000000000000008")).specHash());
        assertNotEquals(hash, Specs.read(Specs.SMALL, "seed=2").specHash());
    }
}
