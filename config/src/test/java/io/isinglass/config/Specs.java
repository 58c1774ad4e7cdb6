package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of specs for the tests, and the short way to read them. */
final class Specs {

    /** A spec with every required key and nothing else. */
    static final String SMALL = """
        name: small
        seed: 1
        lattice: {rows: 4, columns: 6}
        model: {kind: ising, couplings: {K: 0.4, h: 0}}
        schedule: {epochs: 10, sweeps: 5}
        """;

    /** A spec with every key there is; each stands on a line of its own. */
    static final String FULL = """
        name: full
        seed: -9223372036854775808
        lattice:
          rows: 328
          columns: 400
          boundary: open
          blocks: 4x2
        model:
          kind: phi4
          couplings:
            w: 1
            a: 1.65
            b: .125
          start: disordered
          options:
            exact: true
        kernel:
          kind: metropolis
          options:
            stride: 1.5
        learner:
          kind: restoration
          options:
            flip_rate: 0.35
        data:
          kind: images
          options:
            path: "horse.png"
            frames: 12
        sink:
          kind: kafka
          options:
            topic: rows
        schedule:
          epochs: 1000000000
          sweeps: 1000000
          warmup: 7
          lag: 16
          view: 0
        """;

    private Specs() {}

    static Spec spec(String text) {
        return read(text).spec();
    }

    static Located read(String text, String... overrides) {
        return SpecReader.read("test.yaml", text, List.of(overrides));
    }

    /** The problems of a text, one a line. */
    static String refused(String text, String... overrides) {
        return refusedAs("test.yaml", text, overrides);
    }

    static String refusedAs(String source, String text, String... overrides) {
        SpecException refusal =
                assertThrows(SpecException.class, () -> SpecReader.read(source, text, List.of(overrides)));
        return refusal.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** The small spec with one text in it replaced by another. */
    static String with(String old, String now) {
        if (!SMALL.contains(old)) {
            throw new IllegalArgumentException("not in the small spec: " + old);
        }
        return SMALL.replace(old, now);
    }
}
