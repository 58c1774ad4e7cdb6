package io.isinglass.actors.bench;

import akka.stream.javadsl.Sink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.actors.run.Node;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.Runs;
import io.isinglass.config.Settings;
import io.isinglass.config.SpecReader;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.source.DataSource;
import io.isinglass.streams.source.Files;
import io.isinglass.streams.source.Sources;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Records of forty spins in NDJSON: how many are read in a second, and how many are learned from. */
final class Ingestion {

    private static final int SITES = 40;
    private static final int RECORDS = 20_000;
    private static final int FEW = 400;
    private static final int BATCH = 500;
    private static final int WINDOWS = 7;
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String SPEC = """
        name: ingestion
        seed: 1
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        kernel: heat-bath
        learner: {kind: network, options: {lags: 0}}
        data: {kind: ndjson, options: {path: "%d", batch: %d}}
        schedule: {epochs: %d, sweeps: 1, view: 0}
        """;

    private final int threads;
    private final byte[] file = records(RECORDS);
    private final byte[] few = records(FEW);

    Ingestion(int threads) {
        this.threads = threads;
    }

    /** Every site follows a chance that all share: so there is something to learn. */
    private static byte[] records(int count) {
        StringBuilder lines = new StringBuilder();
        Dice dice = new Noise(1).dice(0, 0, Noise.START);
        for (int record = 0; record < count; record++) {
            dice.row(record);
            double shared = dice.uniform(SITES, 0);
            for (int site = 0; site < SITES; site++) {
                lines.append(site == 0 ? "{" : ",")
                        .append("\"site")
                        .append(site)
                        .append("\":");
                lines.append(dice.uniform(site, 0) < shared ? 1 : -1);
            }
            lines.append("}\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As often read as there are windows, beside the plain way: a tree of every line. */
    Figure read() {
        try (Node node = start()) {
            DataSource source = Sources.CATALOG
                    .make("ndjson", Map.of("path", Integer.toString(RECORDS)))
                    .apply(new Memory());
            double[] plain = new double[WINDOWS];
            double[] streamed = new double[WINDOWS];
            for (int window = -WINDOWS; window < WINDOWS; window++) {
                double slow = rate(RECORDS, this::trees);
                double fast = rate(
                        RECORDS,
                        () -> source.frames(0)
                                .runWith(Sink.<Frame>ignore(), node.system())
                                .toCompletableFuture()
                                .join());
                if (window >= 0) {
                    plain[window] = slow;
                    streamed[window] = fast;
                }
            }
            Timing timing = new Timing(streamed);
            return new Figure("ndjson-40", timing, "records/s", timing.median() / new Timing(plain).median());
        }
    }

    /** As whole runs of the learner {@code network}, beside one that has an epoch for every record. */
    Figure learn() {
        try (Node node = start()) {
            double[] rates = new double[WINDOWS];
            double[] plain = new double[WINDOWS];
            for (int window = -2; window < WINDOWS; window++) {
                double slow = rate(FEW, () -> run(node, FEW, 1));
                double fast = rate(RECORDS, () -> run(node, RECORDS, BATCH));
                if (window >= 0) {
                    plain[window] = slow;
                    rates[window] = fast;
                }
            }
            Timing timing = new Timing(rates);
            return new Figure("network-40", timing, "records/s", timing.median() / new Timing(plain).median());
        }
    }

    private Node start() {
        try {
            return Node.start(Settings.load().with(threads), new Memory(), Node.Home.alone());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(Node node, int records, int batch) {
        Experiment experiment = Binder.bind(
                SpecReader.read("spec", SPEC.formatted(records, batch, records / batch), List.of()), new Memory());
        Runs runs = new Runs(node, 1, 1);
        Run run = runs.start(experiment).toCompletableFuture().join();
        run.result().toCompletableFuture().join();
        runs.remove(run).toCompletableFuture().join();
    }

    private static double rate(int records, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return 1e9 * records / (System.nanoTime() - begin);
    }

    private void trees() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8))) {
            double sum = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode tree = MAPPER.readTree(line);
                double[] values = IntStream.range(0, SITES)
                        .mapToDouble(site -> tree.get("site" + site).doubleValue())
                        .toArray();
                sum += new Frame(0, line, 0, values, Optional.empty()).seen()[0];
            }
            if (Double.isNaN(sum)) {
                throw new IllegalStateException("a record without a value");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files whose name is how many records they have. */
    private final class Memory implements Files {

        @Override
        public List<String> list(String name) {
            return List.of(name);
        }

        @Override
        public byte[] read(String name, long most) {
            return name.equals(Integer.toString(FEW)) ? few : file;
        }

        @Override
        public InputStream open(String name) {
            return new ByteArrayInputStream(read(name, Long.MAX_VALUE));
        }
    }
}
