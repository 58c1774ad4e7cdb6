package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.stream.javadsl.Sink;
import io.isinglass.streams.learn.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches may be had from any epoch on, and are then the last of all. */
class ExperimentTest {

    private static Node node;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        node = Node.start(1);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void batchesWithDataFromAnEpochOnAreTheLastOfAll() {
        Trials.draw(folder);
        Experiment looking = Trials.experiment(
                "restore.yaml",
                folder,
                List.of("data.options.path=disc.pbm", "data.options.frames=3", "schedule.epochs=12"));
        assertTrue(looking.looks() > 1, "frames are looked at " + looking.looks() + " times");
        theLastOfAll(looking);
    }

    @Test
    void batchesWithoutDataFromAnEpochOnAreTheLastOfAll() {
        theLastOfAll(
                Trials.experiment("ising-critical.yaml", folder, List.of("schedule.epochs=5", "schedule.warmup=0")));
    }

    private static void theLastOfAll(Experiment experiment) {
        List<String> all = told(experiment, 0);
        assertEquals(experiment.length().orElseThrow(), all.size());
        for (int from = 0; from <= all.size(); from++) {
            assertEquals(all.subList(from, all.size()), told(experiment, from));
        }
    }

    private static List<String> told(Experiment experiment, long from) {
        return Trials.await(experiment.batches(from).map(ExperimentTest::told).runWith(Sink.seq(), node.system()));
    }

    private static String told(Batch batch) {
        return "%d %d %d %s"
                .formatted(
                        batch.epoch(),
                        batch.look(),
                        batch.looks(),
                        batch.frame().map(frame -> frame.index() + Arrays.toString(frame.seen())));
    }
}
