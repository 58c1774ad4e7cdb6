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

/** Records of spins in NDJSON: how many are read in a second, and how many are learned from. */
final class Ingestion {

    /**
     * What is measured, as often as there are windows, after so many to get warm.
     *
     * @param few the records that are learned from one at a time
     * @param options of the learner
     */
    record Size(int sites, int records, int few, int batch, int warm, int windows, String options) {

        /** Forty spins, of which all is kept. */
        static final Size SMALL = new Size(40, 20_000, 400, 500, 2, 7, "");

        /** A thousand that are all bound to each other, of which variances are kept; the first batch chooses among rivals. */
        static final Size DENSE = new Size(1000, 1024, 8, 256, 1, 3, ", covariance: diagonal");
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String SPEC = """
        name: ingestion
        seed: 1
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        kernel: heat-bath
        learner: {kind: network, options: {lags: 0%s}}
        data: {kind: ndjson, options: {path: "%d", batch: %d}}
        schedule: {epochs: %d, sweeps: 1, view: 0}
        """;

    private final int threads;
    private final Size size;
    private final byte[] file;
    private final byte[] few;

    Ingestion(int threads, Size size) {
        this.threads = threads;
        this.size = size;
        this.file = records(size.records());
        this.few = records(size.few());
    }

    /** Every site follows a chance that all share: so there is something to learn. */
    private byte[] records(int count) {
        StringBuilder lines = new StringBuilder();
        Dice dice = new Noise(1).dice(0, 0, Noise.START);
        for (int record = 0; record < count; record++) {
            dice.row(record);
            double shared = dice.uniform(size.sites(), 0);
            for (int site = 0; site < size.sites(); site++) {
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
                    .make("ndjson", Map.of("path", Integer.toString(size.records())))
                    .apply(new Memory());
            double[] plain = new double[size.windows()];
            double[] streamed = new double[size.windows()];
            for (int window = -size.windows(); window < size.windows(); window++) {
                double slow = rate(size.records(), this::trees);
                double fast = rate(
                        size.records(),
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
            return new Figure(
                    "ndjson-" + size.sites(), timing, "records/s", timing.median() / new Timing(plain).median());
        }
    }

    /** As whole runs of the learner {@code network}, beside one that has an epoch for every record. */
    Figure learn() {
        try (Node node = start()) {
            double[] rates = new double[size.windows()];
            double[] plain = new double[size.windows()];
            for (int window = -size.warm(); window < size.windows(); window++) {
                double slow = rate(size.few(), () -> run(node, size.few(), 1));
                double fast = rate(size.records(), () -> run(node, size.records(), size.batch()));
                if (window >= 0) {
                    plain[window] = slow;
                    rates[window] = fast;
                }
            }
            Timing timing = new Timing(rates);
            return new Figure(
                    "network-" + size.sites(), timing, "records/s", timing.median() / new Timing(plain).median());
        }
    }

    Node start() {
        try {
            return Node.start(Settings.load().with(threads), files(), Node.Home.alone());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs may read. */
    Files files() {
        return new Memory();
    }

    /** Begins to learn from so many records. */
    Run begin(Runs runs, int records, int batch) {
        Experiment experiment = Binder.bind(
                SpecReader.read("spec", SPEC.formatted(size.options(), records, batch, records / batch), List.of()),
                files());
        return runs.start(experiment).toCompletableFuture().join();
    }

    private void run(Node node, int records, int batch) {
        Runs runs = new Runs(node, 1, 1);
        Run run = begin(runs, records, batch);
        run.result().toCompletableFuture().join();
        runs.remove(run).toCompletableFuture().join();
    }

    static double rate(int records, Runnable work) {
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
                double[] values = IntStream.range(0, size.sites())
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
            return name.equals(Integer.toString(size.few())) ? few : file;
        }

        @Override
        public InputStream open(String name) {
            return new ByteArrayInputStream(read(name, Long.MAX_VALUE));
        }
    }
}
