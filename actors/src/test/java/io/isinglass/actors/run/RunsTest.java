package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.stream.javadsl.Sink;
import io.isinglass.config.Settings;
import io.isinglass.config.SpecReader;
import io.isinglass.streams.source.Files;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runs of a node. */
class RunsTest {

    private static final String SPEC = """
        name: read
        seed: 7
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}}
        learner: {kind: network, options: {lags: 0}}
        data: {kind: csv, options: {path: records.csv}}
        schedule: {epochs: 12, sweeps: 1}
        """;

    @TempDir
    private Path folder;

    /** Counts how often a file is opened. */
    private static final class Counting implements Files {

        private final Files files;
        private final AtomicInteger opened = new AtomicInteger();

        Counting(Files files) {
            this.files = files;
        }

        @Override
        public List<String> list(String name) {
            return files.list(name);
        }

        @Override
        public byte[] read(String name, long most) {
            return files.read(name, most);
        }

        @Override
        public InputStream open(String name) {
            opened.incrementAndGet();
            return files.open(name);
        }
    }

    @Test
    void dataAreLookedAtOnceForASpecAndOnceForItsRun() throws Exception {
        Trials.draw(folder);
        Counting files = new Counting(new LocalFiles(List.of(folder), false));
        try (Node node = Node.start(Settings.load().with(1), files, Node.Home.alone())) {
            Experiment experiment = Binder.bind(SpecReader.read("spec", SPEC, List.of()), files);
            assertTrue(files.opened.getAndSet(0) > 0, "they were looked at");
            Trials.await(experiment.batches(0).runWith(Sink.ignore(), node.system()));
            int read = files.opened.getAndSet(0);
            Run run = Trials.await(new Runs(node, 1, 1).start(experiment));
            assertEquals(State.FINISHED, Trials.await(run.result()).state());
            assertEquals(read, files.opened.get());
        }
    }
}
