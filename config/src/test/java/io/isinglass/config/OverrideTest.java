package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideTest {

    @Test
    void anOverrideTakesThePlaceOfWhatIsWritten() {
        Spec spec = Specs.read(Specs.FULL, "lattice.blocks=8x8", "model.couplings.a=0.5", "seed=3", "name=other")
                .spec();

        assertEquals(8, spec.lattice().blocks().rows());
        assertEquals(Map.of("w", 1.0, "a", 0.5, "b", 0.125), spec.model().couplings());
        assertEquals(3, spec.seed());
        assertEquals("other", spec.name());
    }

    @Test
    void anOverrideMayCreateWhatIsNotWritten() {
        Spec spec = Specs.read(Specs.SMALL, "data.kind=images", "data.options.frames=3", "schedule.view=0")
                .spec();

        assertEquals(Optional.of(new Choice("images", Map.of("frames", 3L))), spec.data());
        assertEquals(0, spec.schedule().view());
    }

    @Test
    void aBareNameReplacesAChoiceAndItsOptions() {
        assertEquals(
                Choice.of("heat-bath"),
                Specs.read(Specs.FULL, "kernel=heat-bath").spec().kernel());
    }

    @Test
    void anOptionCanBeSetBesideABareName() {
        assertEquals(
                new Choice("metropolis", Map.of("stride", 2L)),
                Specs.read(Specs.SMALL + "kernel: metropolis", "kernel.options.stride=2")
                        .spec()
                        .kernel());
    }

    @Test
    void theLastOverrideOfAKeyCounts() {
        assertEquals(9, Specs.read(Specs.SMALL, "seed=8", "seed=9").spec().seed());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a: b#c,a: b#c", "'12',12", "\"x\\ty\",x\ty", "=,=", "*.png,*.png"})
    void textIsTakenAsTyped(String typed, String meant) {
        assertEquals(
                Map.of("path", meant),
                Specs.read(Specs.SMALL, "kernel.options.path=" + typed, "kernel.kind=k")
                        .spec()
                        .kernel()
                        .options());
    }

    @Test
    void aBadValueIsSaidToComeFromItsOverride() {
        assertEquals(
                """
                test.yaml:2: seed: must be a whole number from -9223372036854775808 to 9223372036854775807, was "x"
                --set model.couplings.K=.nan: model.couplings.K: must be a finite number, was .nan
                --set lattice.blocks=2by2: lattice.blocks: must be ROWSxCOLUMNS such as 2x2, or PLANESxROWSxCOLUMNS, was "2by2"
                --set lattice.colums=3: lattice.colums: unknown key "colums"; did you mean "columns"? (allowed: depth, rows, columns, boundary, bonds, blocks)
                --set schedule.sweeps=: schedule.sweeps: must be a whole number from 1 to 1000000, was empty\
                """,
                Specs.refused(
                        Specs.with("seed: 1", "seed: x"),
                        "lattice.blocks=2by2",
                        "lattice.colums=3",
                        "model.couplings.K=.nan",
                        "schedule.sweeps="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lattice", "=3", "lattice.=3", "..=3", "lattice..rows=3"})
    void anOverrideWithoutAPathIsRefused(String override) {
        assertEquals(
                "--set " + override + ": must be path=value such as lattice.blocks=4x2",
                Specs.refused(Specs.SMALL, override));
    }

    @Test
    void nothingCanBeSetInsideAValue() {
        assertEquals(
                "--set seed.low=3: seed: is a value, not a section: nothing can be set inside it",
                Specs.refused(Specs.SMALL, "seed.low=3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{rows: 3}", "[3, 4]"})
    void onlyASingleValueCanBeSet(String value) {
        assertEquals(
                "--set lattice=" + value + ": lattice: must be set to a single value; set its keys one by one",
                Specs.refused(Specs.SMALL, "lattice=" + value));
    }

    @Test
    void aBadOverrideIsToldEvenWhenTheTextCannotBeRead() {
        assertEquals("""
            test.yaml:1: the document is empty: a spec needs at least name, seed, model and schedule
            --set rows: must be path=value such as lattice.blocks=4x2\
            """, Specs.refused("", "rows"));
    }
}
