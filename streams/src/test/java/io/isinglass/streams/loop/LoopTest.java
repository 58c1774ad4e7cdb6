package io.isinglass.streams.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.MomentMatching;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import io.isinglass.streams.learn.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTest {

    private static final int EPOCHS = 12;

    private final Orders orders = Orders.none();
    private final CompletableFuture<String> dataEnded = new CompletableFuture<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 20})
    void epochsComeInOrderUnderWhatWasLearnedBeforeTheLag(int lag) {
        Recorder recorder = Recorder.blind();
        List<Learned> run =
                Runs.all(Loop.of(orders, () -> recorder, Runs.blind(EPOCHS), new Pace(7, lag, 0), Resumption.none()));

        List<Long> epochs = LongStream.range(0, EPOCHS).boxed().toList();
        assertEquals(epochs, orders.granted().stream().map(Order::epoch).toList());
        assertEquals(epochs, recorder.learned());
        assertEquals(
                epochs, run.stream().map(each -> each.sample().order().epoch()).toList());
        assertEquals(epochs, run.stream().map(each -> each.batch().epoch()).toList());
        assertEquals(epochs.stream().map(epoch -> Recorder.coupling(epoch, lag)).toList(), orders.couplings());
        assertTrue(orders.granted().stream().allMatch(order -> order.sweeps() == 7));
    }

    @Test
    void anEpochsOrderBeginsWhereTheLastOneEnded() {
        Runs.all(Loop.of(orders, Recorder::blind, Runs.blind(3), new Pace(5, 1, 0), Resumption.none()));

        assertEquals(
                List.of(0L, 5L, 10L),
                orders.granted().stream().map(Order::firstSweep).toList());
        assertEquals(
                List.of(4L, 9L, 14L),
                orders.granted().stream().map(Order::lastSweep).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void demandBuysEpochs(int lag) {
        TestSubscriber.Probe<Learned> reader = read(orders, LoopTest::endless, lag);

        for (int bought = 1; bought <= 5; bought++) {
            reader.request(1).expectNext();
            assertEquals(bought + lag, orders.granted().size());
        }
        reader.cancel();
        dataHasEnded();
        assertEquals(5 + lag, orders.granted().size());
    }

    @Test
    void nothingIsGrantedToAReaderThatAsksForNothing() {
        TestSubscriber.Probe<Learned> reader = read(orders, LoopTest::endless, 3);

        reader.ensureSubscription();
        reader.cancel();
        dataHasEnded();
        assertEquals(List.of(), orders.granted());
    }

    @Test
    void moreDemandGrantsNoMoreThanTheLag() throws Exception {
        CompletableFuture<Sample> first = new CompletableFuture<>();
        CompletableFuture<Order> third = new CompletableFuture<>();
        Function<Order, CompletionStage<Sample>> stuck = order -> {
            orders.granted().add(order);
            if (order.epoch() == 2) {
                third.complete(order);
            }
            return order.epoch() == 0 ? first : CompletableFuture.completedFuture(Orders.empty(order));
        };
        TestSubscriber.Probe<Learned> reader = read(stuck, LoopTest::endless, 2);

        reader.request(100);
        third.get(20, TimeUnit.SECONDS);
        reader.cancel();
        dataHasEnded();
        assertEquals(3, orders.granted().size());
    }

    @Test
    void theEndOfTheDataIsTheEndOfTheRun() {
        TestSubscriber.Probe<Learned> reader = read(orders, Runs.blind(2), 3);

        reader.request(9).expectNextN(2);
        reader.expectComplete();
        assertEquals(2, orders.granted().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aLatticeThatFailsFailsTheRunAndFreesTheData(int lag) {
        TestSubscriber.Probe<Learned> reader = read(
                order -> order.epoch() < 2
                        ? orders.apply(order)
                        : CompletableFuture.failedFuture(new IllegalStateException("block lost")),
                LoopTest::endless,
                lag);

        reader.request(9).expectNextN(2);
        assertEquals("block lost", root(reader.expectError()).getMessage());
        dataHasEnded();
    }

    @Test
    void aLatticeThatThrowsFailsTheRunAndFreesTheData() {
        TestSubscriber.Probe<Learned> reader = read(
                order -> {
                    throw new IllegalStateException("no lattice for epoch " + order.epoch());
                },
                LoopTest::endless,
                1);

        reader.request(1);
        assertEquals("no lattice for epoch 0", root(reader.expectError()).getMessage());
        dataHasEnded();
    }

    @Test
    void aLearnerThatThrowsFailsTheRunAndFreesTheData() {
        Learner stubborn = new Stubborn(Recorder.blind());
        TestSubscriber.Probe<Learned> reader = Loop.of(
                        orders, () -> stubborn, watched(LoopTest::endless), new Pace(1, 1, 0), Resumption.none())
                .runWith(TestSink.create(Runs.SYSTEM), Runs.SYSTEM);

        reader.request(1);
        assertEquals("learned enough", root(reader.expectError()).getMessage());
        dataHasEnded();
    }

    @Test
    void dataThatFailFailTheRun() {
        LongFunction<Source<Batch, NotUsed>> data = from ->
                Runs.blind(1).apply(from).concat(Source.failed(new IllegalStateException("image 2 is no image")));
        Source<Learned, NotUsed> loop = Loop.of(orders, Recorder::blind, data, new Pace(1, 0, 0), Resumption.none());

        Throwable thrown = assertThrows(CompletionException.class, () -> Runs.all(loop));
        assertEquals("image 2 is no image", root(thrown).getMessage());
    }

    @Test
    void aSourceThatRunsTwiceGivesTheSameTwice() {
        Lattice lattice = new Lattice(6, 4, Boundary.TORUS);
        Task task = new Task(
                lattice,
                new Ising(),
                new Couplings(0.2, 0, 0),
                Start.DISORDERED,
                EPOCHS,
                Optional.empty(),
                new Noise(5));
        Supplier<Learner> learners = () -> new MomentMatching(task, 0.5, 0.1);
        Source<Learned, NotUsed> source = Loop.of(
                new SweptLattice(lattice, task.model(), 1, 3),
                learners,
                Runs.blind(EPOCHS),
                new Pace(20, 1, 4),
                Resumption.none());

        List<String> once = Runs.all(source).stream().map(LoopTest::tale).toList();
        assertEquals(once, Runs.all(source).stream().map(LoopTest::tale).toList());
        assertEquals(EPOCHS, once.size());
        assertTrue(Set.copyOf(once).size() > EPOCHS / 2, "the run moves");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void evidenceAndRestartsReachTheLatticeOnceAndInTheirTurn(int lag) {
        List<Chain> chains = List.of(
                new Chain("seen", Start.EVIDENCE, true),
                new Chain("warm", Start.DISORDERED, true),
                new Chain("free", Start.ORDERED, false));
        Recorder recorder = Recorder.of(chains, Map.of(-1L, Set.of(2), 1L, Set.of(2), 2L, Set.of(1, 2)), Set.of());
        double[] one = {1, -1};
        double[] two = {-1, -1};
        List<Frame> frames = List.of(frame(0, one), frame(1, two));

        Runs.all(Loop.of(orders, () -> recorder, Runs.looking(frames, 4), new Pace(1, lag, 0), Resumption.none()));

        List<String> truth = new ArrayList<>();
        for (long epoch = 0; epoch < 8; epoch++) {
            Set<Integer> again = again(
                    chains,
                    epoch,
                    epoch > lag ? recorder.restarts().getOrDefault(epoch - 1 - lag, Set.of()) : Set.of());
            String seen = epoch == 0 ? "a" : epoch == 4 ? "b" : "-";
            truth.add(told(again.contains(0), "EVIDENCE", seen)
                    + told(again.contains(1), "DISORDERED", seen)
                    + told(again.contains(2), "ORDERED", "-"));
        }
        assertEquals(
                truth,
                orders.granted().stream().map(order -> tell(order, one, two)).toList());
        assertEquals(3 * 8, Set.copyOf(recorder.asked()).size());
        assertEquals(3 * 8, recorder.asked().size(), "asked once a batch");
    }

    @Test
    void picturesAreTakenAtTheViewAndWhereTheLearnerLooks() {
        Runs.all(Loop.of(
                orders,
                () -> Recorder.of(Recorder.blind().chains(), Map.of(), Set.of(4L, 5L)),
                Runs.blind(8),
                new Pace(1, 0, 3),
                Resumption.none()));

        assertEquals(
                List.of(0L, 3L, 4L, 5L, 6L),
                orders.granted().stream()
                        .filter(Order::picture)
                        .map(Order::epoch)
                        .toList());
        assertEquals(
                List.of(4L, 5L),
                orders.granted().stream().filter(Order::watch).map(Order::epoch).toList());
    }

    /** What a learner wants after epoch 1: chain 0 as a copy of chain 1, which is a copy of 2, which begins anew. */
    @Test
    void copiesAreOrderedOnceAndNotForChainsThatBeginAnew() {
        ChainCouplings each = new ChainCouplings(List.of(new Couplings(1), new Couplings(2), new Couplings(3)));
        Learner learner = new Copying(new Stance(each, Set.of(2), Map.of(0, 1, 1, 2, 2, 0)));
        Runs.all(Loop.of(orders, () -> learner, Runs.blind(4), new Pace(1, 0, 0), Resumption.none()));

        assertEquals(
                List.of(
                        Change.copy(0, 1),
                        Change.copy(1, 2),
                        Change.of(2, Optional.of(Start.ORDERED), Optional.empty())),
                orders.granted().get(2).changes());
        assertEquals(List.of(), orders.granted().get(3).changes());
        assertEquals(each, orders.granted().get(2).couplings());
    }

    /** A learner that wants this after epoch 1, and else that all stays as it is. */
    private record Copying(Stance wanted) implements Learner {

        @Override
        public List<Chain> chains() {
            return IntStream.range(0, 3)
                    .mapToObj(index -> new Chain("c" + index, Start.ORDERED, false))
                    .toList();
        }

        @Override
        public Stance start() {
            return Stance.at(wanted.couplings());
        }

        @Override
        public Lesson learn(Sample sample, Batch batch) {
            return new Lesson(batch.epoch() == 1 ? wanted : start(), List.of(), List.of());
        }

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}
    }

    @Test
    void withoutAViewNoPictureIsTaken() {
        Runs.all(Loop.of(orders, Recorder::blind, Runs.blind(8), new Pace(1, 0, 0), Resumption.none()));

        assertTrue(orders.granted().stream().noneMatch(Order::picture));
    }

    /** A learner that does not want to. */
    private record Stubborn(Recorder like) implements Learner {

        @Override
        public List<Chain> chains() {
            return like.chains();
        }

        @Override
        public Stance start() {
            return like.start();
        }

        @Override
        public Lesson learn(Sample sample, Batch batch) {
            throw new IllegalStateException("learned enough");
        }

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}
    }

    private TestSubscriber.Probe<Learned> read(
            Function<Order, CompletionStage<Sample>> lattice, LongFunction<Source<Batch, NotUsed>> data, int lag) {
        return Loop.of(lattice, Recorder::blind, watched(data), new Pace(1, lag, 0), Resumption.none())
                .runWith(TestSink.create(Runs.SYSTEM), Runs.SYSTEM);
    }

    private static Source<Batch, NotUsed> endless(long from) {
        return Source.unfold(from, epoch -> Optional.of(akka.japi.Pair.create(epoch + 1, Batch.none(epoch))));
    }

    private LongFunction<Source<Batch, NotUsed>> watched(LongFunction<Source<Batch, NotUsed>> data) {
        return from -> data.apply(from).watchTermination((used, done) -> {
            var _ = done.thenRun(() -> dataEnded.complete("ended"));
            return used;
        });
    }

    private void dataHasEnded() {
        assertEquals("ended", dataEnded.orTimeout(20, TimeUnit.SECONDS).join());
    }

    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static String tale(Learned learned) {
        return learned.sample().order() + " " + learned.lesson() + " "
                + learned.sample().chains().hashCode();
    }

    private static Frame frame(long index, double[] seen) {
        return new Frame(index, "frame " + index, 0, seen, Optional.empty());
    }

    /** All chains begin with the run, that which starts from evidence with new evidence, others where they are told to. */
    private static Set<Integer> again(List<Chain> chains, long epoch, Set<Integer> asked) {
        return IntStream.range(0, chains.size())
                .filter(chain -> epoch == 0 || asked.contains(chain) || epoch == 4 && chain == 0)
                .boxed()
                .collect(Collectors.toSet());
    }

    private static String told(boolean begins, String start, String seen) {
        return begins || !seen.equals("-") ? (begins ? start : "-") + " " + seen + ", " : "";
    }

    private static String tell(Order order, double[] one, double[] two) {
        StringBuilder told = new StringBuilder();
        for (Change change : order.changes()) {
            String seen = change.evidence()
                    .map(values -> Arrays.equals(values, one) ? "a" : Arrays.equals(values, two) ? "b" : "?")
                    .orElse("-");
            told.append(told(
                    change.start().isPresent(), change.start().map(Start::name).orElse(""), seen));
        }
        return told.toString();
    }
}
