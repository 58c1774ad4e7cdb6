package io.isinglass.streams.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.streams.Keeper;
import io.isinglass.streams.Runs;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Examples;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped where its fields are kept is taken up again without its past, and goes on as it would have. */
class ResumeTest {

    private static final int SWEEPS = 12;
    private static final int VIEW = 3;

    static Stream<Arguments> learnersAndLags() {
        return Examples.learners()
                .flatMap(learner -> Stream.of(0, 1, 3)
                        .filter(lag -> lag
                                <= maker(learner)
                                        .apply(Examples.taskOf(learner))
                                        .maxLag())
                        .map(lag -> Arguments.of(learner, lag)));
    }

    private static Function<Task, Learner> maker(String learner) {
        return Examples.maker(learner, Map.of("replicas", 6));
    }

    private List<Learned> run(Keeper keeper, String learner, int lag, Resumption from) {
        Supplier<Learner> learners = () -> maker(learner).apply(Examples.taskOf(learner));
        return Runs.all(Loop.of(keeper, learners, Examples.batches(), new Pace(SWEEPS, lag, VIEW), from));
    }

    private Keeper keeper(String learner) {
        int chains = maker(learner).apply(Examples.taskOf(learner)).chains().size();
        Task task = Examples.taskOf(learner);
        return Keeper.of(new SweptLattice(task.lattice(), task.model(), chains, 42));
    }

    private static Resumption from(List<Learned> run, int epoch, LongPredicate keeps) {
        return new Resumption(epoch, run.get(epoch - 1).memory(), keeps);
    }

    @ParameterizedTest
    @MethodSource("learnersAndLags")
    void epochsBeforeAndAfterAStopAreTheEpochsOfOneRun(String learner, int lag) {
        Keeper keeper = keeper(learner);
        List<Learned> whole = run(keeper, learner, lag, new Resumption(0, Optional.empty(), _ -> true));
        for (int epoch = 1; epoch <= whole.size(); epoch++) {
            Keeper again = keeper.after(epoch - 1);
            List<Learned> rest = run(again, learner, lag, from(whole, epoch, _ -> true));

            assertEquals(orders(keeper.orders().subList(epoch, whole.size())), orders(again.orders()), "from " + epoch);
            assertEquals(tales(whole.subList(epoch, whole.size())), tales(rest), "from " + epoch);
        }
    }

    /** Orders in words, evidence site by site. */
    private static List<String> orders(List<Order> orders) {
        List<String> told = new ArrayList<>();
        for (Order order : orders) {
            told.add("%d %d %s %b %b %b"
                    .formatted(
                            order.epoch(),
                            order.sweeps(),
                            order.couplings(),
                            order.watch(),
                            order.picture(),
                            order.keep()));
            for (Change change : order.changes()) {
                told.add("%d %s %s %s"
                        .formatted(
                                change.chain(),
                                change.start(),
                                change.source(),
                                change.evidence().map(Arrays::toString)));
            }
        }
        return told;
    }

    /** Samples, lessons and memories in words. */
    private static List<String> tales(List<Learned> run) {
        List<String> told = new ArrayList<>(Examples.lessons(run));
        for (Learned each : run) {
            Sample sample = each.sample();
            told.add(each.batch().epoch() + " "
                    + sample.chains().stream()
                            .map(series -> Arrays.toString(series.sums()))
                            .toList()
                    + sample.fields().stream().map(Arrays::toString).toList()
                    + sample.means().stream().map(Arrays::toString).toList()
                    + each.memory().map(HexFormat.of()::formatHex));
        }
        return told;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void whatIsKeptIsAskedOnceAnEpochInOrderAndTakenUpOrdersAreAskedAnew(int lag) {
        List<Long> asked = new ArrayList<>();
        Keeper keeper = keeper("none");
        List<Learned> run = run(keeper, "none", lag, new Resumption(0, Optional.empty(), epoch -> {
            asked.add(epoch);
            return epoch % 4 == 1;
        }));

        List<Long> kept = List.of(1L, 5L, 9L, 13L, 17L);
        assertEquals(LongStream.range(0, run.size()).boxed().toList(), asked);
        assertEquals(kept, epochs(run));
        assertEquals(Set.copyOf(kept), keeper.kept().keySet());

        asked.clear();
        Keeper again = keeper.after(9);
        List<Learned> rest = run(again, "none", lag, from(run, 10, epoch -> {
            asked.add(epoch);
            return epoch % 2 == 0;
        }));
        assertEquals(LongStream.range(10, run.size()).boxed().toList(), asked);
        assertEquals(List.of(10L, 12L, 14L, 16L, 18L), epochs(rest));
        assertEquals(Set.of(10L, 12L, 14L, 16L, 18L), again.kept().keySet());
    }

    private static List<Long> epochs(List<Learned> run) {
        return run.stream()
                .filter(each -> each.memory().isPresent())
                .map(each -> each.batch().epoch())
                .toList();
    }

    /** Fields of one run and a learner of another kind: nobody begins anew, and the learner begins with what it is given. */
    @Test
    void aForkGoesOnFromTheFieldsAsTheyStand() {
        List<Chain> chains = List.of(new Chain("a", Start.ORDERED, false), new Chain("b", Start.DISORDERED, false));
        Orders orders = Orders.none();
        Recorder recorder = Recorder.of(chains, Map.of(), Set.of());
        Resumption fork = new Resumption(7, Optional.empty(), _ -> false);
        Runs.all(Loop.of(orders, () -> recorder, Runs.blind(10), new Pace(5, 1, 0), fork));

        assertEquals(
                List.of(7L, 8L, 9L), orders.granted().stream().map(Order::epoch).toList());
        assertEquals(35, orders.granted().getFirst().firstSweep());
        assertEquals(List.of(0.0, 0.0, 8.0), orders.couplings());
        assertTrue(orders.granted().stream().allMatch(order -> order.changes().isEmpty()));
        assertEquals(List.of(7L, 8L, 9L), recorder.learned());
    }

    @Test
    void aMemoryThatDoesNotFitIsRefused() {
        Keeper keeper = keeper("none");
        List<Learned> run = run(keeper, "none", 1, new Resumption(0, Optional.empty(), epoch -> epoch == 9));
        byte[] memory = run.get(9).memory().orElseThrow();

        assertEquals("memory goes on with epoch 10, expected 11", refusal("none", 1, 11, memory));
        assertEquals(
                "memory is of a loop of 1 chains, 12 sweeps an epoch, lag 1,"
                        + " expected a loop of 1 chains, 12 sweeps an epoch, lag 0",
                refusal("none", 0, 10, memory));
        assertEquals(
                "memory is of a learner that does not learn from 1 chains, expected moment-matching",
                refusal("moment-matching", 1, 10, memory));
        byte[] older = memory.clone();
        older[0] = 0;
        assertEquals("memory of version 0, expected 1", refusal("none", 1, 10, older));
        for (int length = 0; length < memory.length; length++) {
            assertEquals(
                    "memory is cut short at " + length + " bytes",
                    refusal("none", 1, 10, Arrays.copyOf(memory, length)));
        }
    }

    private String refusal(String learner, int lag, long epoch, byte[] memory) {
        Resumption from = new Resumption(epoch, Optional.of(memory), _ -> false);
        CompletionException failed =
                assertThrows(CompletionException.class, () -> run(keeper(learner), learner, lag, from));
        assertEquals(Refused.class, failed.getCause().getClass());
        return failed.getCause().getMessage();
    }

    @Test
    void batchesOfOtherEpochsAreRefused() {
        Resumption fork = new Resumption(7, Optional.empty(), _ -> false);
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> Runs.all(Loop.of(
                        Orders.none(),
                        Recorder::blind,
                        from -> Runs.blind(10).apply(from + 1).map(batch -> Batch.none(batch.epoch())),
                        new Pace(5, 0, 0),
                        fork)));
        assertEquals("batch of epoch 8, expected 7", failed.getCause().getMessage());
    }

    @Test
    void aBeginningHasNoMemoryAndNoEpochIsBeforeTheFirst() {
        Optional<byte[]> memory = Optional.of(new byte[1]);
        assertThrows(IllegalArgumentException.class, () -> new Resumption(-1, Optional.empty(), _ -> false));
        assertThrows(IllegalArgumentException.class, () -> new Resumption(0, memory, _ -> false));
    }
}
