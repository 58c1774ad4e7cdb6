package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small run and what it must come to, as one undisturbed process reckons it. */
record Trial(String spec, List<String> overrides) {

    /** What identifies all numbers of a run. */
    record Numbers(String field, String metrics) {}

    /** Batches of the records that a network learns from. */
    private static final int BATCHES = 136;

    /**
     * Runs of every kind of memory: fields alone, evidence, records that are learned from once, temperatures that are exchanged, a
     * bound that is climbed.
     */
    static List<Trial> all(long seed, int epochs) {
        return List.of(
                trial("ising-critical.yaml", seed, epochs, "lattice.blocks=2x2", "schedule.sweeps=8"),
                trial("phi4.yaml", seed, epochs, "lattice.blocks=2x2", "schedule.sweeps=4", "schedule.warmup=2"),
                trial(
                        "spin-glass.yaml",
                        seed,
                        epochs,
                        "lattice.blocks=1x2x2",
                        "schedule.sweeps=2",
                        "schedule.warmup=2"),
                trial("restore.yaml", seed, epochs / 70 * 14, "lattice.blocks=2x1", "schedule.sweeps=2"),
                trial(
                        "flights.yaml",
                        seed,
                        Math.max(1, epochs / BATCHES) * BATCHES,
                        "data.options.sites=12",
                        "data.options.batch=20",
                        "schedule.sweeps=4"),
                trial(
                        "ising-critical.yaml",
                        seed + 1,
                        epochs,
                        "schedule.lag=2",
                        "lattice.blocks=1x3",
                        "lattice.columns=66",
                        "schedule.sweeps=6",
                        "learner.kind=none"));
    }

    private static Trial trial(String spec, long seed, int epochs, String... more) {
        List<String> overrides = new ArrayList<>(List.of("seed=" + seed, "schedule.epochs=" + epochs));
        overrides.addAll(List.of(more));
        return new Trial(spec, overrides);
    }

    /** The overrides as they follow {@code ?spec=…}. */
    String query() {
        return overrides.stream().map(override -> "&set=" + override).collect(Collectors.joining());
    }

    private List<String> command(String... first) {
        List<String> command = new ArrayList<>(List.of(Place.PROGRAM.toString(), "run", spec));
        overrides.forEach(override -> command.addAll(List.of("--set", override)));
        command.addAll(List.of(first));
        return command;
    }

    /** A process that runs it alone, into a folder, and goes on where one before it was killed. */
    Process start(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(
                "--threads",
                "1",
                "--store",
                folder.resolve("store").toString(),
                "--out",
                folder.resolve("out").toString()));
        builder.environment().put("ISINGLASS_OPTS", "-Disinglass.store.snapshot-every=300ms");
        return builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** The folder of one process that runs it undisturbed. */
    Path undisturbed(Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("undisturbed");
        Path log = folder.resolve("undisturbed.log");
        Process process = new ProcessBuilder(command("--threads", "2", "--out", out.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new AssertionError(spec + ": " + Files.readString(log));
        }
        return out;
    }

    /** What a run has come to that wrote to this folder. */
    static Numbers numbers(Path out) throws IOException {
        return numbers(Pod.JSON.readTree(out.resolve("result.json").toFile()));
    }

    /** What a run has come to, by its result. */
    static Numbers numbers(JsonNode result) {
        return new Numbers(
                result.path("digest").asText(), result.path("metrics_digest").asText());
    }

    /** How many whole rows there are so far. */
    static long rows(Path out) {
        Path metrics = out.resolve("metrics.ndjson");
        try (Stream<String> lines = Files.exists(metrics) ? Files.lines(metrics) : Stream.empty()) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks that rows follow each other without gap or double; returns their number. */
    static long checkRows(Path out) throws IOException {
        long next = 0;
        for (String line : Files.readAllLines(out.resolve("metrics.ndjson"))) {
            long seq = Pod.JSON.readTree(line).path("seq").asLong();
            if (seq != next) {
                throw new AssertionError("row " + seq + " where " + next + " was due");
            }
            next++;
        }
        return next;
    }
}
