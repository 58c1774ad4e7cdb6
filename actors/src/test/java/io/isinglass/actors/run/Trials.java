package io.isinglass.actors.run;

import akka.stream.javadsl.Sink;
import io.isinglass.config.Experiments;
import io.isinglass.config.SpecReader;
import io.isinglass.streams.learn.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Small runs in this process. */
final class Trials {

    private static final int PATIENCE = 60;

    private Trials() {}

    /** A disc on a dark ground, 16 x 8 pixels (width x height), as a plain portable bitmap. */
    static final String DISC = disc();

    private static String disc() {
        StringBuilder text = new StringBuilder("P1\n16 8\n");
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                text.append(Math.hypot(y - 3.5, (x - 7.5) / 2) < 2.6 ? "0 " : "1 ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Sites of the records. */
    static final int COLUMNS = 5;

    /** Twelve records of ±1, every seventh value missing, and a line that is none. */
    static final String RECORDS = records();

    private static String records() {
        StringBuilder text = new StringBuilder("a,b,c,d,e\n");
        for (int at = 0; at < 12 * COLUMNS; at++) {
            text.append(at % 7 == 3 ? "" : (at * at / 3) % 2 == 0 ? "1" : "-1");
            text.append((at + 1) % COLUMNS == 0 ? "\n" : ",");
            text.append(at == 5 * COLUMNS - 1 ? "1,1,no\n" : "");
        }
        return text.toString();
    }

    /** A spec that learns from the grey pictures. */
    static final String PICTURES = """
        name: pictures
        seed: 5
        lattice: {boundary: open, blocks: 3x2}
        model: {kind: phi4, couplings: {w: 0, a: 1, b: 0.1}}
        learner: {kind: phi4-network, options: {hidden_sites: 3, chains: 8, temperatures: 3, hold: 0.25}}
        data: {kind: pictures, options: {path: greys}}
        schedule: {epochs: 24, sweeps: 1}
        """;

    /** Grey pictures of 4 x 3 pixels, and a file that is none. */
    private static void greys(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int file = 0; file < 13; file++) {
            StringBuilder text = new StringBuilder();
            text.append("P2 4 3 255");
            for (int pixel = 0; pixel < 12; pixel++) {
                text.append(' ').append((37 * file + 61 * pixel * pixel) % 256);
            }
            Files.writeString(folder.resolve("%02d.pgm".formatted(file)), file == 5 ? "no picture" : text);
        }
    }

    /** Puts pictures and records in a folder, as disc.pbm, greys and records.csv. */
    static Path draw(Path folder) {
        try {
            greys(folder.resolve("greys"));
            Files.writeString(folder.resolve("records.csv"), RECORDS);
            return Files.writeString(folder.resolve("disc.pbm"), DISC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A spec, shipped or in full, with overrides; data come from the folder. */
    static Experiment experiment(String spec, Path folder, List<String> overrides) {
        String text = Experiments.text(spec).orElse(spec);
        return Binder.bind(SpecReader.read("spec", text, overrides), new LocalFiles(List.of(folder), false));
    }

    static Run start(Node node, Experiment experiment) {
        return start(node, experiment, Optional.empty());
    }

    /** A run of an experiment that need not be what its spec says. */
    static Run start(Node node, Experiment experiment, Optional<OutFolder> out) {
        Play play = new Play(node.house(), experiment, node);
        return play.begin(play.conductor(), Optional.empty(), out);
    }

    static Oracle.Numbers numbers(Node node, Experiment experiment) {
        Result result = await(start(node, experiment).result());
        if (result.state() != State.FINISHED) {
            throw new AssertionError("the run is " + result.state());
        }
        return new Oracle.Numbers(result.digest(), result.metricsDigest());
    }

    /** What the run must come to. */
    static Oracle.Numbers exact(Node node, Experiment experiment) {
        List<Batch> batches = await(experiment.batches(0).runWith(Sink.seq(), node.system()));
        return Oracle.numbers(experiment, batches);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> plus(List<String> overrides, String... more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(List.of(more));
        return all;
    }
}
