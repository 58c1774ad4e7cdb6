package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.isinglass.config.Located;
import io.isinglass.config.Problem;
import io.isinglass.config.SpecException;
import io.isinglass.config.SpecReader;
import io.isinglass.engine.lattice.Lattice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec alone does not show is refused as well: with the line, the value and what is allowed. */
class BinderTest {

    private static final String SPEC = """
        name: small
        seed: 1
        lattice:
          rows: 8
          columns: 16
          blocks: 1x1
        model:
          kind: ising
          couplings: {K: 0.3}
        kernel: heat-bath
        learner: none
        schedule:
          epochs: 4
          sweeps: 2
        data:
          kind: images
          options:
            path: disc.pbm
        """;

    private static final String WITHOUT_DATA = SPEC.substring(0, SPEC.indexOf("data:"));
    private static final String ISING = "kind: ising\n  couplings: {K: 0.3}";
    private static final String PHI4 = "kind: phi4\n  couplings: ";

    @TempDir
    private Path folder;

    @BeforeEach
    void draw() throws IOException {
        Trials.draw(folder);
        Files.writeString(folder.resolve("tall.pbm"), "P1\n4 9000\n0");
        Files.writeString(folder.resolve("cut.pbm"), "P1\n16 8\n0 1 0");
        Files.writeString(folder.resolve("text.png"), "this is no picture");
        Files.createDirectory(folder.resolve("empty"));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("seed: 1", "seed: 1\nsink: kafak", "spec:3: sink.kind: ", List.of("did you mean \"kafka\"?")),
                arguments("seed: 1", "seed: 1\nsink: kafka", "spec:3: sink.options.bootstrap: ", List.of("properties")),
                arguments(
                        "seed: 1",
                        "seed: 1\nsink:\n  kind: kafka\n  options:\n    topics: rows",
                        "spec:6: sink.options.topics: ",
                        List.of("did you mean \"topic\"?")),
                arguments(
                        "seed: 1",
                        "seed: 1\nsink:\n  kind: kafka\n  options: {bootstrap: 'a:1', topic: 'a b'}",
                        "spec:5: sink.options.topic: ",
                        List.of("was a b")),
                arguments("seed: 1", "seed: 1: 2", "spec:2: ", List.of()),
                arguments("rows: 8", "rows: 8\n  raws: 8", "spec:5: lattice.raws: ", List.of("did you mean \"rows\"?")),
                arguments("ising", "isnig", "spec:8: model.kind: ", List.of("isnig", "did you mean \"ising\"?")),
                arguments("K: 0.3", "J: 0.3", "spec:9: model.couplings.J: ", List.of("known: K, h, evidence")),
                arguments("K: 0.3", "h: 0.3", "spec:9: model.couplings.K: ", List.of("must be given")),
                arguments("K: 0.3", "K: 101", "spec:9: model.couplings.K: ", List.of("-100..100", "101")),
                arguments(
                        ISING, PHI4 + "{w: 1, a: 1, b: -0.1}", "spec:9: model.couplings.b: ", List.of(">= 0", "-0.1")),
                arguments(
                        ISING,
                        PHI4 + "{w: 1, a: 1, b: 0}",
                        "spec:9: model.couplings.a: ",
                        List.of("> 2.0 on this lattice", "1.0")),
                arguments("heat-bath", "coordinate-ascent", "spec:10: kernel: ", List.of("variational bound")),
                arguments("heat-bath", "heatbath", "spec:10: kernel.kind: ", List.of("did you mean \"heat-bath\"?")),
                arguments("none", "restoratoin", "spec:11: learner.kind: ", List.of("did you mean", "restoration")),
                arguments("epochs: 4", "epochs: 0", "spec:13: schedule.epochs: ", List.of("from 1 to", "was 0")));
    }

    @Test
    void aRunWhoseRecordsArePushedHasAsManyEpochsAsComeAndNothingPlansForThem() {
        String pushed = SPEC.replace("kind: images", "kind: push")
                .replace("path: disc.pbm", "sites: a,b,c,d")
                .replace("  rows: 8\n  columns: 16\n", "");
        assertEquals(
                "spec:11: schedule.epochs: epochs must be left out: the run goes on as long as records come, was 4",
                refusal(pushed));

        String open = pushed.replace("  epochs: 4\n", "");
        assertTrue(Trials.experiment(open, folder, List.of()).length().isEmpty());
        String planned = refusal(open.replace("learner: none", "learner: restoration"));
        assertTrue(planned.startsWith("spec:9: learner.kind: it plans for the whole run"), planned);
        String given = refusal(SPEC.replace("  epochs: 4\n", ""));
        assertTrue(given.contains("schedule.epochs: epochs must be given"), given);
    }

    @Test
    void couplingsOfSingleSitesWantAKernelThatMovesThem() {
        String local = """
            name: local
            seed: 1
            lattice: {rows: 1, columns: 8, boundary: open, bonds: complete}
            model: {kind: phi4, couplings: {w: 0.1, a: 1, b: 0.1}}
            kernel: %s
            learner: local-action
            schedule: {epochs: 4, sweeps: 1}
            """;
        assertEquals(
                "spec:5: kernel: local-action learns couplings of single sites, and hmc knows none:"
                        + " take a kernel that moves site by site",
                refusal(local.formatted("hmc")));
        assertEquals(
                256,
                Trials.experiment(local.formatted("metropolis"), folder, List.of())
                        .chains()
                        .size());
    }

    static Stream<Arguments> refusalsOfTheLattice() {
        return Stream.of(
                arguments("1x1", "3x1", "spec:6: lattice.blocks: ", List.of("3 blocks", "8 rows", "nearest: 2")),
                arguments("1x1", "1x5", "spec:6: lattice.blocks: ", List.of("5 blocks", "16 columns", "nearest: 4")),
                arguments("1x1", "9x1", "spec:6: lattice.blocks: ", List.of("9 rows of blocks", "8 rows of sites")),
                arguments("rows: 8", "rows: 9", "spec:4: lattice.rows: ", List.of("must be even", "was 9")),
                arguments("columns: 16", "columns: 0", "spec:5: lattice.columns: ", List.of("from 1 to", "was 0")));
    }

    static Stream<Arguments> refusalsOfData() {
        return Stream.of(
                arguments("disc.pbm", "none.pbm", "spec:18: data.options.path: ", List.of("none.pbm", "horse.png")),
                arguments("disc.pbm", "tall.pbm", "spec:18: data.options.path: ", List.of("4 x 9000", "2..8192")),
                arguments("disc.pbm", "cut.pbm", "spec:18: data.options.path: ", List.of("cut.pbm", "cannot be read")),
                arguments("disc.pbm", "text.png", "spec:18: data.options.path: ", List.of("neither PNG, PGM nor PBM")),
                arguments(
                        "disc.pbm",
                        "empty",
                        "spec:18: data.options.path: ",
                        List.of("no PNG, PGM or PBM image in empty")),
                arguments("rows: 8", "rows: 10", "spec:4: lattice.rows: ", List.of("8 as in the data", "was 10")),
                arguments("images", "image", "spec:16: data.kind: ", List.of("did you mean \"images\"?")),
                arguments("disc.pbm", "disc.pbm\n    flip: 0.5", "spec:19: data.options.flip: ", List.of("below 0.5")),
                arguments(
                        "disc.pbm", "disc.pbm\n    flop: 0", "spec:19: data.options.flop: ", List.of("mean \"flip\"")),
                arguments(
                        "disc.pbm",
                        "disc.pbm\n    frames: 3",
                        "spec:13: schedule.epochs: ",
                        List.of("of the 3", "was 4")));
    }

    @ParameterizedTest
    @MethodSource({"refusals", "refusalsOfData"})
    void everyBadValueIsRefusedOnOneLine(String good, String bad, String where, List<String> told) {
        checkRefusal(SPEC, good, bad, where, told);
    }

    @ParameterizedTest
    @MethodSource({"refusals", "refusalsOfTheLattice"})
    void alsoWhereThereAreNoData(String good, String bad, String where, List<String> told) {
        checkRefusal(WITHOUT_DATA, good, bad, where, told);
    }

    private void checkRefusal(String spec, String good, String bad, String where, List<String> told) {
        assertEquals(spec.indexOf(good), spec.lastIndexOf(good), good + " stands there once");
        String refusal = refusal(spec.replace(good, bad));
        assertEquals(1, refusal.lines().count(), refusal);
        assertTrue(refusal.startsWith(where), refusal);
        told.forEach(part -> assertTrue(refusal.contains(part), refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica-exchange", "annealing", "population-annealing"})
    void aLagIsRefusedWhereDecisionsHoldForTheFieldAsItStands(String learner) {
        String refusal = refusal(WITHOUT_DATA.replace("none", learner).replace("epochs: 4", "epochs: 4\n  lag: 2"));
        assertTrue(refusal.startsWith("spec:14: schedule.lag: must be at most 0: what " + learner), refusal);
        assertTrue(refusal.endsWith("was 2"), refusal);
        assertEquals(1, refusal.lines().count(), refusal);
    }

    @Test
    void theSpecItselfIsGood() {
        assertEquals(1, bind(SPEC).chains().size());
    }

    @Test
    void allProblemsAreToldAtOnce() {
        String refusal = refusal(SPEC.replace("ising", "isnig")
                .replace("heat-bath", "heatbath")
                .replace("none", "nobody")
                .replace("epochs: 4", "epochs: 4\n  view: 0")
                .replace("images", "image"));
        assertEquals(
                List.of("model.kind", "kernel.kind", "data.kind", "learner.kind"),
                refusal.lines().map(line -> line.split(": ")[1]).toList());
    }

    @Test
    void problemsOfDifferentKindsAreToldAtOnce() {
        String refusal = refusal(SPEC.replace("K: 0.3", "K: 1000")
                .replace("1x1", "3x1")
                .replace("heat-bath", "coordinate-ascent")
                .replace("disc.pbm", "disc.pbm\n    frames: 3"));
        assertEquals(4, refusal.lines().count(), refusal);
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 17, 1 << 18, Lattice.LONGEST})
    void whatDoesNotFitIntoMemoryIsRefusedBeforeItIsAllocated(int length) {
        String refusal = refusal(WITHOUT_DATA
                .replace("rows: 8", "rows: " + length)
                .replace("columns: 16", "columns: " + length)
                .replace("1x1", "1024x1024"));
        assertTrue(refusal.contains("spec:3: lattice: " + (long) length * length + " sites"), refusal);
        assertTrue(refusal.contains("MiB, this process has "), refusal);
        assertTrue(refusal.contains("spec:12: schedule.view: must be 0 (no pictures)"), refusal);
    }

    @Test
    void whatAnOverrideBroughtInIsToldAsSuch() {
        Located located = SpecReader.read("spec", SPEC, List.of("lattice.blocks=3x1"));
        SpecException refusal =
                assertThrows(SpecException.class, () -> Binder.bind(located, new LocalFiles(List.of(folder), false)));
        Problem problem = refusal.problems().getFirst();
        assertEquals("--set lattice.blocks=3x1", problem.source());
        assertEquals(0, problem.line());
    }

    @Test
    void aPictureGivesTheLatticeItsSize() {
        Experiment experiment = bind(SPEC.replace("  rows: 8\n  columns: 16\n", ""));
        assertEquals(8, experiment.plan().cut().lattice().rows());
        assertEquals(16, experiment.plan().cut().lattice().columns());
    }

    @Test
    void aFolderOfPicturesIsShownInTheOrderOfNames() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String name : List.of("b.PBM", "a.pbm", "notes.txt")) {
            Files.copy(folder.resolve("disc.pbm"), pictures.resolve(name));
        }
        assertEquals(
                OptionalLong.of(2),
                bind(SPEC.replace("disc.pbm", "pictures")).data().orElseThrow().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.pbm", "/secret.pbm", "link.pbm", "link/secret.pbm", "..", "sub/../../secret.pbm"})
    void namesDoNotLeadOutOfAConfinedFolder(String name) throws IOException {
        for (String broken : List.of("tall.pbm", "cut.pbm", "text.png")) {
            Files.delete(folder.resolve(broken));
        }
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createDirectory(inside.resolve("sub"));
        Path outside = Files.move(folder.resolve("disc.pbm"), folder.resolve("secret.pbm"));
        Files.createSymbolicLink(inside.resolve("link.pbm"), outside);
        Files.createSymbolicLink(inside.resolve("link"), folder);
        String path = name.startsWith("/") ? outside.toString() : name;

        Located located = SpecReader.read("spec", SPEC.replace("disc.pbm", path), List.of());
        SpecException refusal =
                assertThrows(SpecException.class, () -> Binder.bind(located, new LocalFiles(List.of(inside), true)));
        assertTrue(refusal.getMessage().contains("there is no file " + path), refusal::getMessage);
        assertEquals(
                "small",
                Binder.bind(located, new LocalFiles(List.of(inside), false))
                        .spec()
                        .name(),
                "the control");
    }

    private Experiment bind(String spec) {
        return Binder.bind(SpecReader.read("spec", spec, List.of()), new LocalFiles(List.of(folder), false));
    }

    private String refusal(String spec) {
        return assertThrows(SpecException.class, () -> bind(spec)).getMessage();
    }
}
