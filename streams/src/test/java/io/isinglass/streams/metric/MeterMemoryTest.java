package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Saved;
import io.isinglass.streams.Runs;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Examples;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Task;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A meter can be written down after any epoch, and its rows go on as if nothing had happened, their numbers too. */
class MeterMemoryTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Task TASK = Examples.task("ising");
    private static final long WARMUP = 3;

    static Stream<String> learners() {
        return Examples.learners();
    }

    /** The learner with few chains, pooled where they can be. */
    private static Function<Task, Learner> maker(String learner) {
        return Examples.maker(learner, Map.of("chains", 4, "replicas", 4));
    }

    private static List<Learned> run(String learner) {
        return Runs.of(Examples.taskOf(learner), maker(learner), Examples.batches(), new Pace(12, 0, 0), 42);
    }

    private static Meter fresh(String learner) {
        return fresh(maker(learner).apply(Examples.taskOf(learner)).chains());
    }

    private static Meter fresh(List<Chain> chains) {
        return new Meter("r", TASK.lattice(), TASK.model(), chains, WARMUP, CLOCK);
    }

    private static List<Row> rows(Meter meter, List<Learned> epochs) {
        return epochs.stream().flatMap(each -> meter.rows(each).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("learners")
    void rowsBeforeAndAfterAMemoryAreTheRowsOfOneRun(String learner) {
        List<Learned> run = run(learner);
        List<Row> whole = rows(fresh(learner), run);
        for (int cut = 0; cut <= run.size(); cut++) {
            Meter first = fresh(learner);
            List<Row> rows = new ArrayList<>(rows(first, run.subList(0, cut)));
            Saved saved = Saved.of(first);
            Meter second = fresh(learner);
            saved.into(second);
            assertArrayEquals(saved.bytes(), Saved.of(second).bytes());
            assertEquals(rows.size(), second.written());
            rows.addAll(rows(second, run.subList(cut, run.size())));

            assertEquals(whole, rows, "cut before epoch " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aMemoryThatIsCutShortOrOfOtherChainsIsRefused(String learner) {
        Meter meter = fresh(learner);
        rows(meter, run(learner));
        byte[] bytes = Saved.of(meter).bytes();
        for (int length = 0; length < bytes.length; length += length < 256 ? 1 : 1 + bytes.length / 100) {
            Saved cut = new Saved(Arrays.copyOf(bytes, length));
            assertThrows(Refused.class, () -> cut.into(fresh(learner)));
        }
        List<Chain> more =
                new ArrayList<>(maker(learner).apply(Examples.taskOf(learner)).chains());
        more.add(more.getFirst());
        assertThrows(Refused.class, () -> new Saved(bytes).into(fresh(more)));
    }
}
