package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.stream.javadsl.Sink;
import io.isinglass.actors.Quiet;
import io.isinglass.actors.block.Plan;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import io.isinglass.streams.metric.Feed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that fails says why, at once, and takes nothing with it. */
@ExtendWith(Quiet.class)
class FailureTest {

    private static final List<String> SMALL = List.of(
            "lattice.rows=8", "lattice.columns=16", "schedule.epochs=6", "schedule.sweeps=5", "schedule.warmup=0");

    private static Node node;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        node = Node.start(2);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aKernelThatFailsFailsItsRunAndNoOther() throws Exception {
        Experiment sound = experiment();
        Oracle.Numbers exact = Trials.exact(node, sound);
        Run other = Trials.start(node, sound);
        Run run = Trials.start(node, withKernel(sound, Failing::new));

        assertEquals("block " + run.id() + "/1/0 failed: a kernel that fails", failure(run));
        assertEquals(4, run.view().orElseThrow().term(), "after a term that committed an epoch, three that did not");
        Result result = Trials.await(other.result());
        assertEquals(exact, new Oracle.Numbers(result.digest(), result.metricsDigest()));
        assertEquals(exact, Trials.numbers(node, sound), "a run that begins afterwards");
    }

    /** A kernel that fails in the second epoch, in the lower half of the lattice. */
    private record Failing(Kernel sound) implements Kernel {

        @Override
        public Field field(Patch patch) {
            return sound.field(patch);
        }

        @Override
        public void move(Field field, Couplings couplings, Dice dice, int colour) {
            if (dice.sweep() == 7 && field.patch().top() > 0 && field.patch().left() == 0) {
                throw new IllegalStateException("a kernel that fails");
            }
            sound.move(field, couplings, dice, colour);
        }

        @Override
        public void measure(Field field, Series series, int row) {
            sound.measure(field, series, row);
        }
    }

    @Test
    void whatWasCommittedBeforeTheFailureStays() throws Exception {
        Run run = Trials.start(node, withKernel(experiment(), Failing::new));
        failure(run);

        Progress progress = run.progress();
        assertEquals(State.FAILED, progress.state());
        assertEquals(1, progress.epochs());
        Feed.Portion rows = run.feed().now(0, 1000);
        assertTrue(rows.rows().stream().allMatch(row -> row.epoch() == 0), "rows of the first epoch only");
        assertEquals(rows.rows().size(), read(run), "live readers come to their end");
    }

    private static int read(Run run) {
        return Trials.await(run.feed()
                .live(0)
                .map(portion -> portion.rows().size())
                .runWith(Sink.fold(0, Integer::sum), node.system()));
    }

    @Test
    void aLearnerThatFailsFailsItsRunWithItsOwnWords() throws Exception {
        Experiment sound = experiment();
        Experiment faulty = new Experiment(
                sound.located(),
                sound.plan(),
                sound.chains(),
                Faulty::new,
                sound.data(),
                sound.looks(),
                sound.pace(),
                sound.outlet());
        Run run = Trials.start(node, faulty);
        assertEquals("a learner that fails", failure(run));
        assertEquals(3, run.view().orElseThrow().term(), "three terms that committed nothing");
    }

    /** A learner of three lines. */
    private record Faulty() implements Learner {

        @Override
        public List<Chain> chains() {
            return Trials.experiment("mean-field.yaml", Path.of(""), List.of()).chains();
        }

        @Override
        public Stance start() {
            return Stance.at(new Couplings(0.3, 0, 0));
        }

        @Override
        public Lesson learn(Sample sample, Batch batch) {
            throw new IllegalStateException("a learner that fails");
        }

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}
    }

    @Test
    void aDiskThatFailsFailsTheRunWithoutHanging() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        OutFolder opened = OutFolder.create(out);
        Files.delete(out);
        Run run = Trials.start(node, experiment(), Optional.of(opened));
        assertTrue(failure(run).contains(out.resolve("metrics.ndjson").toString()), run::failure);
    }

    @Test
    void aRunThatIsStoppedEndsInOrder() throws Exception {
        Experiment endless =
                Trials.experiment("ising-critical.yaml", folder, Trials.plus(SMALL, "schedule.epochs=1000000"));
        Run run = Trials.start(node, endless);
        Trials.await(run.feed().live(0).runWith(Sink.head(), node.system()));
        run.stop();

        Result result = Trials.await(run.result());
        assertEquals(State.STOPPED, result.state());
        assertEquals("", result.digest(), "no final field, since there is no end");
        assertTrue(result.epochs() >= 1 && result.epochs() < 1_000_000, "epochs: " + result.epochs());
        assertEquals(State.STOPPED, run.progress().state());
        assertTrue(result.rows().values().stream().allMatch(row -> row.epoch() == result.epochs() - 1));
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Run run = Trials.start(node, experiment(), Optional.of(OutFolder.create(folder)));
        Trials.await(run.result());
        byte[] before = Files.readAllBytes(folder.resolve("result.json"));
        assertTrue(assertThrows(IOException.class, () -> OutFolder.create(folder))
                .getMessage()
                .contains("nothing is overwritten"));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("result.json")));
    }

    private Experiment experiment() {
        return Trials.experiment("ising-critical.yaml", folder, SMALL);
    }

    private static Experiment withKernel(Experiment sound, UnaryOperator<Kernel> change) {
        Plan plan = sound.plan();
        Dynamics dynamics = plan.dynamics();
        Dynamics changed = new Dynamics(dynamics.model(), change.apply(dynamics.kernel()), dynamics.noise());
        Plan faulty = new Plan(plan.run(), plan.cut(), changed, plan.chains(), plan.lag(), plan.reach());
        return new Experiment(
                sound.located(),
                faulty,
                sound.chains(),
                sound.learners(),
                sound.data(),
                sound.looks(),
                sound.pace(),
                sound.outlet());
    }

    private static String failure(Run run) throws Exception {
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> run.result().toCompletableFuture().get(30, TimeUnit.SECONDS));
        assertEquals(run.failure(), failed.getCause().getMessage());
        return run.failure();
    }
}
