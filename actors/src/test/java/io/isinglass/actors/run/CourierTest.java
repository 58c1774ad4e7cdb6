package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.isinglass.actors.Quiet;
import io.isinglass.actors.store.Inbox;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowJson;
import io.isinglass.streams.sink.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever befalls a run or its sink: each row that is committed comes to the sink once, and the run waits for nothing but for room in its journal. */
@ExtendWith(Quiet.class)
@Timeout(120)
class CourierTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POISONED = """
        {"a": 1, "b": -1}
        {"a": 1}}
        {"a": -1, "b": -1}
        {"a": 1, "b": "two"}
        {"a": -1, "b": 1}
        """;

    private static final String SPEC = """
        name: sent
        seed: 5
        lattice: {bonds: complete}
        model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
        learner: {kind: network}
        data: {kind: ndjson, options: {path: poisoned.ndjson, sites: "a,b"}}
        schedule: {sweeps: 2, epochs: 3}
        sink: {kind: kafka, options: {bootstrap: "localhost:9", topic: rows}}
        """;

    private static Node node;

    @TempDir
    private Path folder;

    private final Board board = new Board();

    @BeforeAll
    static void start() {
        node = Node.start(2);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("poisoned.ndjson"), POISONED);
    }

    private Play play(int epochs) {
        return play(epochs, Play.kept(node, Duration.ofMillis(20), 3));
    }

    private Play play(int epochs, House house) {
        List<String> small = List.of(
                "lattice.rows=4",
                "lattice.columns=4",
                "schedule.sweeps=1",
                "schedule.warmup=0",
                "schedule.view=0",
                "schedule.epochs=" + epochs,
                "sink.kind=kafka",
                "sink.options.bootstrap=localhost:9",
                "sink.options.topic=rows");
        return play("ising-critical.yaml", small, house);
    }

    private Play play(String spec, List<String> overrides) {
        return play(spec, overrides, Play.kept(node, Duration.ofMillis(20), 3));
    }

    private Play play(String spec, List<String> overrides, House house) {
        Experiment of = Trials.experiment(spec, folder, overrides);
        Experiment sent = new Experiment(
                of.located(),
                of.plan(),
                of.chains(),
                of.learners(),
                of.data(),
                of.looks(),
                of.pace(),
                Optional.of(board));
        return new Play(house, sent, node);
    }

    private Run begin(Play play, ActorRef<Conductor.Command> conductor) throws IOException {
        return play.begin(conductor, Optional.empty(), Optional.of(OutFolder.create(folder.resolve("out"))));
    }

    private static CompletionStage<Done> delivered(ActorRef<Conductor.Command> conductor) {
        return AskPattern.askWithStatus(
                conductor,
                (ActorRef<StatusReply<Done>> replyTo) -> new Conductor.Deliver(replyTo),
                PATIENCE,
                node.system().scheduler());
    }

    private static void await(Play play, ActorRef<Conductor.Command> conductor, Predicate<View> wish) {
        Conductor.News news;
        do {
            news = Trials.await(play.news(conductor, Long.MAX_VALUE, 0));
        } while (!wish.test(news.view()));
    }

    /** The rows as the folder of the run has them. */
    private List<String> rows() throws IOException {
        return Files.readAllLines(folder.resolve("out/metrics.ndjson"));
    }

    private List<String> brought() {
        return board.rows().stream().map(RowJson::line).toList();
    }

    @Test
    void theRowsAndTheLinesThatWereNoneComeAsTheyAreWritten() throws Exception {
        Play play = play(SPEC, List.of());
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        Trials.await(delivered(conductor));

        assertEquals(rows(), brought());
        assertEquals(Files.readAllLines(folder.resolve("out/dead-letters.ndjson")), board.letters());
        assertEquals(2, board.letters().size());
    }

    @Test
    void whatHasComeThoughNobodyWasToldComesNotAgain() throws Exception {
        board.mute();
        Play play = play(400);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        Trials.await(delivered(conductor));

        assertEquals(rows(), brought());
    }

    @Test
    void aSinkThatIsAwayHoldsNothingUpAndIsToldOf() throws Exception {
        board.away(true);
        Play play = play(200);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        Run run = begin(play, conductor);
        await(play, conductor, view -> view.notice().contains("the board is away"));
        assertEquals(1, play.house().counters().undelivered());
        play.release(conductor);
        assertEquals(State.FINISHED, Trials.await(run.result()).state());
        assertEquals(List.of(), board.rows());

        board.away(false);
        Trials.await(delivered(conductor));
        assertEquals(rows(), brought());
        assertEquals(0, play.house().counters().undelivered());
    }

    @Test
    void whatIsNotThereInTimeIsTold() throws Exception {
        board.away(true);
        Play play = play(3);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        ExecutionException told = assertThrows(
                ExecutionException.class,
                () -> delivered(conductor).toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertTrue(
                told.getCause().getMessage().contains("the board has no rows from number 0 on: "),
                told.getCause()::getMessage);
    }

    @Test
    void oneAfterTheOtherBringsARunThoughTheSinkForgets() throws Exception {
        Play play = play(100_000);
        ActorRef<Conductor.Command> first = play.conductor();
        play.hold(first);
        play.begin(first, Optional.empty(), Optional.empty()).leave();
        await(play, first, view -> view.epochs() >= 5);
        Trials.await(delivered(first));
        first.tell(Conductor.Leave.LEAVE);
        board.forget();

        ActorRef<Conductor.Command> second = play.conductor();
        play.hold(second);
        Run run = play.follow(second, Optional.empty());
        long before = board.rows().size();
        await(play, second, view -> view.term() == 2);
        play.release(second);
        await(play, second, view -> view.epochs() >= 200);
        play.turn(second, Conductor.Knob.STOP);
        Trials.await(run.result());
        Trials.await(delivered(second));
        assertTrue(before > 0, "the first has brought some");
        assertGapless(0);
    }

    private void assertGapless(long from) {
        List<Row> rows = board.rows();
        assertEquals(
                LongStream.range(from, rows.getLast().seq() + 1).boxed().toList(),
                rows.stream().map(Row::seq).toList());
    }

    @Test
    void whatIsOverIsBroughtByWhoeverFindsItSo() throws Exception {
        board.away(true);
        Play play = play(50);
        ActorRef<Conductor.Command> first = play.conductor();
        Trials.await(begin(play, first).result());
        first.tell(Conductor.Leave.LEAVE);
        board.away(false);

        ActorRef<Conductor.Command> second = play.conductor();
        Trials.await(delivered(second));
        assertEquals(rows(), brought());
        second.tell(Conductor.Leave.LEAVE);
        int writers = board.writers();
        Trials.await(delivered(play.conductor()));
        assertEquals(writers, board.writers(), "for what has been brought whole nobody is asked");
    }

    @Test
    void whoIsDisplacedComesBackWhenItsRunGoesOn() throws Exception {
        Play play = play(100_000);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        Run run = begin(play, conductor);
        await(play, conductor, view -> view.epochs() >= 3);
        Trials.await(delivered(conductor));
        board.open(play.id(), "").close();
        play.release(conductor);
        await(play, conductor, view -> view.epochs() >= 100);
        play.turn(conductor, Conductor.Knob.STOP);
        Trials.await(run.result());
        Trials.await(delivered(conductor));

        assertEquals(3, board.writers(), "one, the other, and the one again");
        assertEquals(rows(), brought());
    }

    @Test
    void aSinkThatIsNotThereIsRefusedAtTheBeginningAlone() throws Exception {
        board.closed(true);
        Play refused = play(100_000);
        Run none = refused.begin(refused.conductor(), Optional.empty(), Optional.empty());
        ExecutionException why = assertThrows(
                ExecutionException.class,
                () -> none.result().toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertEquals("there is no board", why.getCause().getMessage());

        board.closed(false);
        Play play = play(100_000);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        Run run = begin(play, conductor);
        await(play, conductor, view -> view.epochs() >= 3);
        Trials.await(delivered(conductor));
        board.closed(true);
        play.release(conductor);
        await(play, conductor, view -> view.notice().contains("there is no board"));
        board.closed(false);
        play.turn(conductor, Conductor.Knob.STOP);
        assertEquals(State.STOPPED, Trials.await(run.result()).state());
        Trials.await(delivered(conductor));
        assertEquals(rows(), brought());
    }

    @Test
    void aRunWaitsForItsSinkBeforeTheJournalForgetsWhoeverLeadsIt() throws Exception {
        board.away(true);
        Play play = play(5000);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Run run = begin(play, conductor);
        for (int leader = 1; leader <= 4; leader++) {
            int term = leader;
            await(
                    play,
                    conductor,
                    view -> view.term() == term
                            && view.notice().startsWith("the run waits until the board has taken rows: "));
            assertEquals(1, play.house().counters().behind());
            if (leader < 4) {
                conductor.tell(Conductor.Leave.LEAVE);
                run.leave();
                conductor = play.conductor();
                run = play.follow(conductor, Optional.of(OutFolder.resume(folder.resolve("out"))));
            }
        }
        board.away(false);
        assertEquals(State.FINISHED, Trials.await(run.result()).state());
        Trials.await(delivered(conductor));
        assertEquals(rows(), brought());
        assertGapless(0);
        assertEquals(0, play.house().counters().lost());
        assertEquals(0, play.house().counters().behind());
    }

    @Test
    void aRunThatWaitsForItsSinkCanBeStopped() throws Exception {
        board.away(true);
        Play play = play(5000);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Run run = begin(play, conductor);
        await(play, conductor, view -> view.notice().startsWith("the run waits until the board has taken rows: "));
        play.turn(conductor, Conductor.Knob.STOP);
        assertEquals(State.STOPPED, Trials.await(run.result()).state());
        assertEquals(0, play.house().counters().behind());
    }

    @Test
    void aJournalThatKeepsMoreForgetsLater() throws Exception {
        board.unwaited().away(true);
        House house = Play.kept(node, Duration.ofMillis(20), 3);
        Retention more =
                new Retention(Duration.ofMillis(20), 3, 8000, house.retention().patience());
        Play play = play(4000, Play.with(house, house.inbox(), house.clock(), more));
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        board.away(false);
        Trials.await(delivered(conductor));
        assertEquals(rows(), brought());
        assertEquals(0, play.house().counters().lost());
    }

    @Test
    void whatIsDeletedIsBroughtNoMoreByNobody() throws Exception {
        board.away(true);
        Play play = play(50);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        assertEquals(1, play.house().counters().undelivered());
        play.forget(conductor);
        assertEquals(0, play.house().counters().undelivered());
        board.away(false);
        Trials.await(delivered(conductor));
        conductor.tell(Conductor.Leave.LEAVE);
        ActorRef<Conductor.Command> next = play.conductor();
        await(play, next, view -> view.state() == State.DELETED);
        Trials.await(delivered(next));
        assertEquals(0, board.writers());
    }

    @Test
    void whatIsUnderWayWhenARunIsDeletedLeavesNoMark() throws Exception {
        Semaphore errands = new Semaphore(0);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Inbox inbox = Inbox.inMemory(errand -> threads.execute(() -> {
            errand.run();
            errands.release();
        }));
        House house = Play.kept(node, Duration.ofMillis(20), 3);
        Play play = play(100_000, Play.with(house, inbox, house.clock(), house.retention()));
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        play.begin(conductor, Optional.empty(), Optional.empty()).leave();
        await(play, conductor, view -> view.epochs() >= 3);
        Trials.await(delivered(conductor));
        assertTrue(Trials.await(inbox.sent(play.id())).rows() > 0);

        CountDownLatch comes = new CountDownLatch(1);
        CountDownLatch goes = new CountDownLatch(1);
        board.before(() -> {
            comes.countDown();
            Trials.await(goes);
        });
        play.release(conductor);
        Trials.await(comes);
        play.forget(conductor);
        Trials.await(inbox.forget(play.id()));
        threads.submit(() -> {}).get();
        errands.drainPermits();
        goes.countDown();
        assertTrue(errands.tryAcquire(2, 30, TimeUnit.SECONDS), "how far it came is noted, and forgotten");
        assertEquals(Reached.NONE, Trials.await(inbox.sent(play.id())));
        threads.shutdown();
    }

    @Test
    void rowsThatTheJournalHasDroppedAreCountedAndTold() throws Exception {
        board.unwaited().away(true);
        Play play = play(4000);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Trials.await(begin(play, conductor).result());
        board.away(false);
        Trials.await(delivered(conductor));

        long lost = board.rows().getFirst().seq();
        assertTrue(lost > 0, "some were dropped");
        assertGapless(lost);
        assertEquals(rows().subList((int) lost, rows().size()), brought());
        assertEquals(lost, play.house().counters().lost());
        View view = Trials.await(play.news(conductor, Long.MAX_VALUE, 0)).view();
        assertEquals(
                lost + " rows before number " + lost
                        + " were dropped from the journal before the board could have them",
                view.notice());
    }
}
