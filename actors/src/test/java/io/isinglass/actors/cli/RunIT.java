package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user starts them, and what they write. */
class RunIT {

    private static final String KEYS = "run key value stderr tau_int n_eff epoch sweep seq time";

    @TempDir
    private Path folder;

    @Test
    void aRunWritesItsRowsItsResultAndItsPictures() throws Exception {
        Program.Ended ended = run("run", "ising-critical.yaml", "--set", "schedule.epochs=12", "--out", "out");
        Outcome outcome = Outcome.in(folder.resolve("out"));

        assertEquals(
                List.of("field.png", "metrics.ndjson", "model.json", "model.safetensors", "result.json"),
                List.copyOf(contents("out").keySet()));
        assertEquals(
                LongStream.range(0, outcome.rows().size()).boxed().toList(),
                outcome.rows().stream().map(row -> row.path("seq").asLong()).toList(),
                "numbered without a gap");
        for (ObjectNode row : outcome.rows()) {
            List<String> keys = new ArrayList<>();
            row.fieldNames().forEachRemaining(keys::add);
            assertEquals(KEYS, String.join(" ", keys));
            assertEquals("ising-critical", row.path("run").asText());
            assertEquals(
                    500 * (row.path("epoch").asLong() + 1) - 1,
                    row.path("sweep").asLong());
            assertTrue(Instant.parse(row.path("time").asText()).isBefore(Instant.now()));
        }
        assertEquals("finished", outcome.text("state"));
        assertEquals("1944", outcome.text("seed"));
        assertEquals("12", outcome.text("epochs"));
        assertTrue(outcome.text("version").matches("\\d+\\.\\d+\\.\\d+"), outcome.text("version"));
        assertTrue(outcome.text("digest").matches("[0-9a-f]{64}"), outcome.text("digest"));
        assertTrue(outcome.text("spec_hash").matches("[0-9a-f]{64}"), outcome.text("spec_hash"));
        assertEquals(outcome.rowsDigest(), outcome.text("metrics_digest"));
        BufferedImage field = ImageIO.read(folder.resolve("out/field.png").toFile());
        assertEquals(List.of(32, 32), List.of(field.getWidth(), field.getHeight()));
        checkPlain(ended, outcome);
    }

    /** Where there is no terminal, lines are lines. */
    private static void checkPlain(Program.Ended ended, Outcome outcome) {
        assertFalse(ended.out().contains("\r") || ended.out().contains("\u001B"), ended.out());
        assertTrue(ended.out().contains("epoch 12/12  6000 sweeps"), ended.out());
        assertTrue(ended.out().contains(outcome.text("digest")), ended.out());
        assertTrue(ended.out().contains(outcome.text("metrics_digest")), ended.out());
        assertTrue(ended.out().contains("written to out"), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        String[] line = {"run", "mean-field.yaml", "--out", "out"};
        run(line);
        Map<String, String> before = contents("out");
        Program.Ended again = Program.run(folder, line);
        assertEquals(1, again.code(), again.all());
        assertTrue(again.err().contains("nothing is overwritten"), again.err());
        assertEquals(before, contents("out"));
    }

    @Test
    void threadsAndBlocksDoNotShowInTheNumbers() throws Exception {
        Files.writeString(folder.resolve("ring.pbm"), ring());
        Set<List<String>> digests = new HashSet<>();
        for (List<String> how :
                List.of(List.of("1", "1x1"), List.of("2", "2x2"), List.of("4", "4x2"), List.of("2", "1x8"))) {
            String out = how.getLast();
            run(
                    "run",
                    "restore.yaml",
                    "--out",
                    out,
                    "--threads",
                    how.getFirst(),
                    "--set",
                    "lattice.blocks=" + out,
                    "--set",
                    "data.options.path=ring.pbm",
                    "--set",
                    "data.options.frames=4",
                    "--set",
                    "schedule.epochs=16",
                    "--set",
                    "schedule.sweeps=10");
            Outcome outcome = Outcome.in(folder.resolve(out));
            digests.add(List.of(outcome.text("digest"), outcome.text("metrics_digest")));
            assertTrue(outcome.value("flip_rate") > 0, "it has learned");
            assertEquals(outcome.rowsDigest(), outcome.text("metrics_digest"));
        }
        assertEquals(1, digests.size(), digests::toString);
    }

    private static String ring() {
        StringBuilder text = new StringBuilder("P1\n32 24\n");
        for (int k = 0; k < 32 * 24; k++) {
            double radius = Math.hypot(k % 32 - 15.5, Math.floorDiv(k, 32) - 11.5);
            text.append(radius > 5 && radius < 10 ? "1\n" : "0\n");
        }
        return text.toString();
    }

    private Program.Ended run(String... arguments) throws IOException, InterruptedException {
        Program.Ended ended = Program.run(folder, arguments);
        assertEquals(0, ended.code(), ended.all());
        return ended;
    }

    /** The files of a folder, by name, in hex. */
    private Map<String, String> contents(String name) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
