package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isinglass.config.Experiments;
import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.model.Models;
import io.isinglass.streams.learn.Learners;
import io.isinglass.streams.sink.Sinks;
import io.isinglass.streams.source.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says, and with which exit code, short of running anything. */
class CommandTest {

    private static final String SPEC = """
        name: mine
        seed: 1
        lattice: {rows: 4, columns: 4}
        model: {kind: ising, couplings: {K: 0.3}}
        schedule: {epochs: 2, sweeps: 2}
        """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "serve", "validate", "describe", "plan", "bench"})
    void everyCommandHasHelp(String command) {
        run(0, (command + " --help").strip());
        assertTrue(out.toString().startsWith("Usage: isinglass"), out::toString);
        assertTrue(out.toString().contains(command), out::toString);
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rum",
                "run",
                "run restore.yaml --thread 2",
                "run a b",
                "validate",
                "run restore.yaml --threads two",
                "serve --port many",
                "describe everything",
                "--nothing"
            })
    void whatCannotBeUnderstoodIsCodeTwo(String line) {
        run(2, line);
        assertEquals("", out.toString());
        assertFalse(err.toString().isBlank());
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void describeListsAllThatASpecCanName() {
        run(0, "describe");
        for (Catalog<?> catalog :
                List.of(Models.CATALOG, Kernels.CATALOG, Learners.CATALOG, Sources.CATALOG, Sinks.CATALOG)) {
            for (Catalog.Entry<?> entry : catalog.entries()) {
                assertTrue(out.toString().contains("\n  " + entry.name() + " "), entry.name());
                entry.options()
                        .forEach(option ->
                                assertTrue(out.toString().contains(" " + option.name() + " "), option.name()));
            }
        }
        Experiments.names().forEach(name -> assertTrue(out.toString().contains(name), name));
        assertTrue(out.toString().contains("\n  schedule.epochs "), out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore.yaml", "ising-critical.yaml", "phi4.yaml", "mean-field.yaml"})
    void everyShippedSpecIsValid(String name) {
        run(0, "validate " + name);
        assertTrue(out.toString().startsWith(name.replace(".yaml", " is valid: ")), out::toString);
    }

    @Test
    void aGoodSpecIsValidAndNothingIsStarted() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), SPEC);
        run(0, "validate FOLDER/mine.yaml");
        assertEquals(
                "mine is valid: ising on a 4 x 4 torus in 1 x 1 blocks, 1 chains, 2 epochs of 2 sweeps",
                out.toString().strip());
        assertEquals(List.of("mine.yaml"), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "run"})
    void aBadSpecIsToldLineByLine(String command) throws IOException {
        Files.writeString(
                folder.resolve("mine.yaml"), SPEC.replace("ising", "isnig").replace("4, columns", "5, columns"));
        run(1, command + " FOLDER/mine.yaml --set schedule.view=0");
        assertEquals(2, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("mine.yaml:3: lattice.rows: "), err::toString);
        assertTrue(err.toString().contains("mine.yaml:4: model.kind: unknown model \"isnig\""), err::toString);
        assertEquals(List.of("mine.yaml"), names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none.yaml|there is no file none.yaml",
                "restore.yaml --set schedule.epoch=3|did you mean \"epochs\"?",
                "restore.yaml --set schedule|must be path=value",
                "restore.yaml --set lattice.blocks=3x3|3 blocks do not tile 328 rows",
                "restore.yaml --threads -1 --out FOLDER/made|--threads must be 0..1024, was -1",
                "restore.yaml --threads 5000 --out FOLDER/made|--threads must be 0..1024, was 5000",
                "restore.yaml --dashboard --port 70000 --out FOLDER/made|--port must be 0..65535, was 70000",
                "restore.yaml --set data.options.path=none.png --out FOLDER/made|there is no file none.png",
                "restore.yaml --out FOLDER/latin.yaml/made|latin.yaml/made",
                "FOLDER/latin.yaml|latin.yaml is not text in UTF-8",
                "FOLDER|cannot be read"
            })
    void whatCannotBeDoneIsCodeOneAndNothingIsMade(String line) throws IOException {
        Files.write(
                folder.resolve("latin.yaml"), SPEC.replace("mine", "m\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        run(1, "run " + line.split("\\|")[0]);
        assertEquals("", out.toString());
        assertTrue(err.toString().contains(line.split("\\|")[1]), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertEquals(List.of("latin.yaml"), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"result.json", "metrics.ndjson"})
    void aFolderThatHoldsARunIsLeftAlone(String name) throws IOException {
        Files.writeString(folder.resolve(name), "of another run");
        run(1, "run mean-field.yaml --out FOLDER");
        assertTrue(err.toString().contains("nothing is overwritten"), err::toString);
        assertEquals("of another run", Files.readString(folder.resolve(name)));
        assertEquals(List.of(name), names());
    }

    @Test
    void blocksThatANetworkWouldSlowAreToldToTheOwnerOfALargeLattice() {
        run(0, "validate ising-critical.yaml --set lattice.rows=8192 --set lattice.columns=8192 --set schedule.view=0");
        assertFalse(out.toString().contains("network"), out::toString);
        run(
                0,
                "validate ising-critical.yaml --set lattice.rows=8192 --set lattice.columns=8192 --set schedule.view=0"
                        + " --set lattice.blocks=8x8");
        assertTrue(out.toString().contains("these blocks would wait for the network"), out::toString);
    }

    @Test
    void stripsThatSeldomWaitAreAllRight() {
        run(
                0,
                "validate ising-critical.yaml --set lattice.rows=8192 --set lattice.columns=8192 --set schedule.view=0"
                        + " --set lattice.blocks=8x1");
        assertFalse(out.toString().contains("network"), out::toString);
    }

    private static final String HUGE = "plan ising-critical.yaml --set lattice.rows=10000000"
            + " --set lattice.columns=10000000 --set schedule.view=0";

    @Test
    void aPlanForAThousandNodesIsMadeHere() {
        run(0, HUGE + " --set lattice.blocks=640x625 --nodes 1000 --cores 16");
        String plan = out.toString();
        assertTrue(plan.startsWith("ising-critical: "), plan);
        assertTrue(plan.contains("10000000 x 10000000 (100 trillion sites)"), plan);
        assertTrue(plan.contains("at most 400 a node, 78 of them with an edge"), plan);
        assertTrue(plan.contains("1000 of 16 cores; balance 100 %"), plan);
        assertTrue(plan.lines().allMatch(line -> line.length() <= 120), plan);
    }

    @Test
    void aPlanIsAlsoOneJsonObject() throws IOException {
        run(0, HUGE + " --set lattice.blocks=640x625 --nodes 1000 --cores 16 --json");
        assertEquals(1, out.toString().lines().count());
        JsonNode plan = new ObjectMapper().readTree(out.toString());
        assertEquals(100_000_000_000_000L, plan.get("sites").asLong());
        // Of 12.5 x 10^12 bytes of spins each of 400 000 blocks adds 58 bytes of headers.
        assertEquals(
                12_500_000_000_000L + 400_000L * 58,
                plan.get("snapshots").get("bytes").asLong());
        // Each of 1000 nodes shows 2 x 25 edges of 125 words and 2 x 16 of 123, in four frames, twice a sweep.
        assertEquals(
                2000L * (4 * 264 + 2 * 25 * (16 + 8 * 125) + 2 * 16 * (16 + 8 * 123)),
                plan.get("halo").get("bytes_per_sweep").asLong());
        assertTrue(plan.get("sweeps_per_second").get("low").asDouble() > 0);
    }

    @Test
    void aPlanForStripsCountsRowsThatAreShownSeldom() throws IOException {
        run(
                0,
                "plan ising-critical.yaml --set lattice.rows=8192 --set lattice.columns=8192 --set schedule.view=0"
                        + " --set lattice.blocks=8x1 --set schedule.sweeps=50 --nodes 2 --cores 1 --json");
        JsonNode halo = new ObjectMapper().readTree(out.toString()).get("halo");
        assertEquals(16, halo.get("steps_per_round").asInt());
        assertEquals(1, halo.get("frames_per_round_per_node").asInt());
        // Fifteen rows of both colours and one of one, 64 words each, on two sides, seven times in fifty sweeps.
        assertEquals(
                Math.round(2 * (264 + 2 * (16 + 8 * 31 * 64)) * 7 / 50.0),
                halo.get("bytes_per_sweep").asLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|a block must have at most 268435456 sites, has 25000000000000: cut into 372530 or more",
                " --set lattice.blocks=640x625 --nodes 10|With 592 nodes like these it fits",
                " --set lattice.blocks=640x625 --nodes 0|--nodes must be 1..10000, was 0",
                " --set lattice.blocks=640x625 --rtt -1|--rtt must be",
                " --set lattice.blocks=640x625 --gbits 0|--gbits must be",
                " --set lattice.blocks=640x625 --constants none.json|there is no file none.json",
                " --set lattice.blocks=640x625 --set kernel=heatbath|did you mean \"heat-bath\"?",
                " --set lattice.blocks=1x1 --set lattice.rows=64 --set lattice.columns=64 --set kernel=wolff|in one"
                        + " block"
            })
    void whatCannotBePlannedIsRefused(String line) {
        run(1, HUGE + line.split("\\|")[0] + (line.contains("--nodes") ? " --cores 16" : ""));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains(line.split("\\|")[1]), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    private void run(int code, String line) {
        String[] arguments = line.replace("FOLDER", folder.toString()).split(" ");
        int ended = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertEquals(code, ended, () -> out + "\n" + err);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
