package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any learner can be written down after any epoch, and taken up again as if nothing had happened. */
class LearnerMemoryTest {

    /** So that in twenty epochs a ladder turns and is walked up and down, frames are forgotten, and the learning ends. */
    private static final Map<String, Object> BUSY = Map.ofEntries(
            Map.entry("adapt", 0.6),
            Map.entry("replicas", 4),
            Map.entry("memory", 2),
            Map.entry("hold", 0.4),
            Map.entry("chains", 3),
            Map.entry("guess", "K=0.1"),
            Map.entry("imaginary", "K=0.01"),
            Map.entry("scan", "K"),
            Map.entry("score_after", 3),
            Map.entry("annealing", 5),
            Map.entry("temperatures", 3));

    private static final Map<String, Object> OTHER =
            Map.of("replicas", 5, "memory", 3, "chains", 2, "temperatures", 2, "lags", 1);

    static Stream<String> learners() {
        return Examples.learners();
    }

    private static Learner fresh(String learner) {
        return Examples.maker(learner, BUSY).apply(Examples.taskOf(learner));
    }

    private static List<Learned> run(String learner) {
        return Runs.of(
                Examples.taskOf(learner),
                task -> Examples.maker(learner, BUSY).apply(task),
                Examples.batches(),
                new Pace(12, 0, 3),
                42);
    }

    /** What a learner makes of epochs, asked for evidence before each. */
    private static List<Learned> learn(Learner learner, List<Learned> epochs) {
        List<Learned> learned = new ArrayList<>();
        for (Learned each : epochs) {
            for (int index = 0; index < learner.chains().size(); index++) {
                Optional<double[]> evidence = learner.evidence(index, each.batch());
                int chain = index;
                Optional<double[]> was = each.sample().order().changes().stream()
                        .filter(change -> change.chain() == chain)
                        .findFirst()
                        .flatMap(Change::evidence);
                assertArrayEquals(was.orElse(null), evidence.orElse(null), "evidence of chain " + chain);
            }
            Lesson lesson = learner.learn(each.sample(), each.batch());
            learned.add(new Learned(each.sample(), each.batch(), lesson, Optional.empty()));
        }
        return learned;
    }

    @ParameterizedTest
    @MethodSource("learners")
    void epochsBeforeAndAfterAMemoryAreTheEpochsOfOneRun(String learner) {
        List<Learned> run = run(learner);
        List<String> whole = Examples.lessons(run);
        for (int cut = 0; cut <= run.size(); cut++) {
            Learner first = fresh(learner);
            List<String> lessons = new ArrayList<>(Examples.lessons(learn(first, run.subList(0, cut))));
            Learner second = fresh(learner);
            Saved.of(first).into(second);
            lessons.addAll(Examples.lessons(learn(second, run.subList(cut, run.size()))));

            assertEquals(whole, lessons, "cut before epoch " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatIsTakenUpIsWrittenDownByteForByte(String learner) {
        List<Learned> run = run(learner);
        Learner first = fresh(learner);
        for (Learned each : run) {
            learn(first, List.of(each));
            Saved saved = Saved.of(first);
            Learner second = fresh(learner);
            saved.into(second);
            assertArrayEquals(saved.bytes(), Saved.of(second).bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aMemoryThatIsCutShortOrGoesOnIsRefused(String learner) {
        Learner first = fresh(learner);
        learn(first, run(learner));
        byte[] bytes = Saved.of(first).bytes();
        for (int length = 0; length < bytes.length; length += length < 512 ? 1 : Math.max(61, bytes.length / 500)) {
            assertRefused(learner, Arrays.copyOf(bytes, length));
        }
        assertRefused(learner, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(learner, Arrays.copyOf(bytes, bytes.length + 1));
    }

    private static void assertRefused(String learner, byte[] bytes) {
        Learner fresh = fresh(learner);
        assertThrows(Refused.class, () -> new Saved(bytes).into(fresh), () -> bytes.length + " bytes");
    }

    static Stream<Arguments> pairs() {
        return learners()
                .flatMap(one -> learners().filter(each -> !each.equals(one)).map(each -> Arguments.of(one, each)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theMemoryOfAnotherLearnerIsRefused(String one, String other) {
        Saved saved = Saved.of(fresh(one));
        Learner into = fresh(other);
        Refused refused = assertThrows(Refused.class, () -> saved.into(into));
        assertTrue(refused.getMessage().matches("memory is of .+, expected .+"), refused.getMessage());
    }

    static Stream<String> learnersOfAShape() {
        return learners()
                .filter(learner -> !Arrays.equals(
                        other(learner).bytes(), Saved.of(fresh(learner)).bytes()));
    }

    private static Saved other(String learner) {
        return Saved.of(Examples.maker(learner, OTHER).apply(Examples.taskOf(learner)));
    }

    @ParameterizedTest
    @MethodSource("learnersOfAShape")
    void theMemoryOfALearnerOfAnotherShapeIsRefused(String learner) {
        Learner into = fresh(learner);
        assertThrows(Refused.class, () -> other(learner).into(into));
    }

    /** Two epochs in a row that drift are passed over and the third is not, whenever the learner is written down. */
    @Test
    void howOftenRestorationHasWaitedIsRemembered() {
        List<Batch> batches = Runs.all(Examples.batches().apply(0));
        List<Boolean> turned = new ArrayList<>();
        Learner learner = fresh("restoration");
        for (int epoch = 0; epoch < 3; epoch++) {
            Learner next = fresh("restoration");
            Saved.of(learner).into(next);
            Lesson lesson = next.learn(drifting(next, epoch), batches.get(epoch));
            turned.add(!lesson.next().couplings().equals(learner.start().couplings()));
            learner = next;
        }
        assertEquals(List.of(false, false, true), turned);
    }

    /** An epoch in which the bond sum of the free chain jumps. */
    private static Sample drifting(Learner learner, int epoch) {
        Series steady = Series.zeros(12, 3);
        Series jumping = Series.zeros(12, 3);
        for (int row = 0; row < 12; row++) {
            steady.add(row, Ising.BOND, 60);
            jumping.add(row, Ising.BOND, row < 7 ? 10 : 30);
        }
        Order order = new Order(epoch, 12, learner.start().couplings(), List.of(), false, false, false);
        return new Sample(order, List.of(steady, steady, jumping), List.of(), List.of());
    }
}
