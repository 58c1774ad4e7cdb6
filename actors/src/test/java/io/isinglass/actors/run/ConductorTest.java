package io.isinglass.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.isinglass.actors.Quiet;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.Poison;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Health;
import io.isinglass.actors.store.Inbox;
import io.isinglass.actors.store.Vault;
import io.isinglass.actors.store.Vaults;
import io.isinglass.config.Settings;
import io.isinglass.streams.metric.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 6: whatever befalls a run, it comes to the numbers that it would have come to without. */
@ExtendWith(Quiet.class)
@Timeout(120)
class ConductorTest {

    private static final List<String> SMALL = List.of(
            "lattice.rows=8", "lattice.columns=16", "lattice.blocks=2x2", "schedule.sweeps=5", "schedule.warmup=0");
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ofNanos(1);

    @TempDir
    private static Path folder;

    private static Node node;

    @BeforeAll
    static void start() {
        Trials.draw(folder);
        node = Node.start(2);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Stream<Experiment> experiments() {
        return Stream.concat(
                Stream.of("ising-critical.yaml", "spin-glass.yaml", "restore.yaml")
                        .map(name -> experiment(name, 24)),
                Stream.of(Trials.experiment(Trials.PICTURES, folder, List.of())));
    }

    private static Experiment experiment(String name, int epochs) {
        List<String> all = Trials.plus(SMALL, "schedule.epochs=" + epochs);
        return Trials.experiment(
                name,
                folder,
                name.equals("restore.yaml")
                        ? Trials.plus(all, "data.options.path=disc.pbm", "data.options.frames=3")
                        : all);
    }

    private static Experiment experiment(int epochs) {
        return experiment("ising-critical.yaml", epochs);
    }

    /** A vault of its own, whose content a test may spoil. */
    private static House house(Vault vault, Duration every) {
        Archive archive = new Archive(vault, node.system().executionContext(), new Health());
        House house = Play.kept(node, every, 3);
        return new House(
                house.experiments(),
                house.blocks(),
                archive,
                house.inbox(),
                house.owners(),
                house.clock(),
                house.retention(),
                house.counters());
    }

    private static Vault vault() throws IOException {
        return Vaults.open(Settings.load().store());
    }

    /** What comes of the run when it stands as wished, told by news and never by waiting. */
    private static View await(Play play, ActorRef<Conductor.Command> conductor, Predicate<View> wish) {
        long after = -1;
        int mark = 0;
        while (true) {
            Conductor.News news = Trials.await(play.news(conductor, after, mark));
            if (wish.test(news.view())) {
                return news.view();
            }
            after = news.rows().isEmpty() ? after : news.rows().getLast().seq();
            mark = news.view().mark();
        }
    }

    private static Oracle.Numbers numbers(Run run) {
        Result result = Trials.await(run.result());
        assertEquals(State.FINISHED, result.state());
        return new Oracle.Numbers(result.digest(), result.metricsDigest());
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void aBlockThatFailsCostsATermAndNoNumber(Experiment experiment) throws Exception {
        for (Duration every : List.of(ALWAYS, NEVER)) {
            Play play = new Play(house(vault(), every), experiment, node);
            ActorRef<Conductor.Command> conductor = play.conductor();
            play.hold(conductor);
            Run run = play.begin(conductor, Optional.empty(), Optional.empty());
            await(play, conductor, view -> view.epochs() >= 3);
            kill(play, 2);
            await(play, conductor, view -> view.notice().contains("block " + play.id() + "/1/0 failed"));
            play.release(conductor);
            assertEquals(Trials.exact(node, experiment), numbers(run));
            assertTrue(run.view().orElseThrow().recoveries() >= 1, "it had to recover");
        }
    }

    @Test
    void aCheckpointThatIsAskedForOutlivesTheTerm() throws Exception {
        Play play = new Play(house(vault(), NEVER), experiment(1_000_000), node);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        play.begin(conductor, Optional.empty(), Optional.empty()).leave();
        await(play, conductor, view -> view.epochs() >= 3);
        CompletionStage<Done> kept = play.turning(conductor, Conductor.Knob.CHECKPOINT);
        kill(play, 1);
        await(play, conductor, view -> view.term() >= 2);
        play.release(conductor);
        Trials.await(kept);
        assertFalse(await(play, conductor, _ -> true).points().isEmpty());
        play.turn(conductor, Conductor.Knob.STOP);
    }

    private static void kill(Play play, int index) {
        BlockId id = BlockId.of(
                play.id(),
                play.house().experiment(new Charter(play.id(), "")).plan().cut(),
                index);
        play.house().blocks().block(id).tell(Poison.of());
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void aConductorThatLeavesIsFollowedByOneThatGoesOn(Experiment experiment) throws Exception {
        Play play = new Play(house(vault(), Duration.ofMillis(10)), experiment, node);
        ActorRef<Conductor.Command> first = play.conductor();
        play.hold(first);
        play.begin(first, Optional.empty(), Optional.empty()).leave();
        await(play, first, view -> view.epochs() >= 3);
        first.tell(Conductor.Leave.LEAVE);

        Run run = play.follow(play.conductor(), Optional.empty());
        assertEquals(Trials.exact(node, experiment), numbers(run));
    }

    @Test
    void aRunStandsStillUntilItGoesOn() throws Exception {
        Experiment experiment = experiment(60);
        Play play = new Play(house(vault(), NEVER), experiment, node);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        Run run = play.begin(conductor, Optional.empty(), Optional.empty());
        await(play, conductor, view -> view.epochs() >= 2);
        play.turn(conductor, Conductor.Knob.PAUSE);
        View paused = await(play, conductor, view -> view.state() == State.PAUSED);
        assertTrue(paused.epochs() < 60, "it had not come to its end");

        ActorRef<Conductor.Command> again = replaced(play, conductor);
        View stands = await(play, again, view -> view.term() > paused.term());
        assertEquals(State.PAUSED, stands.state(), "it still stands, and who was cut off cannot write that it goes on");
        Conductor.News nothing = Trials.await(play.news(again, Long.MAX_VALUE, stands.mark()));
        assertEquals(List.of(), nothing.rows(), "who asks is answered, though nothing happens");
        run.leave();
        Run followed = play.follow(again, Optional.empty());
        play.turn(again, Conductor.Knob.RESUME);
        assertEquals(Trials.exact(node, experiment), numbers(followed));
    }

    private static ActorRef<Conductor.Command> replaced(Play play, ActorRef<Conductor.Command> conductor) {
        conductor.tell(Conductor.Leave.LEAVE);
        return play.conductor();
    }

    @Test
    void aRunThatIsStoppedStaysStopped() throws Exception {
        Play play = new Play(house(vault(), NEVER), experiment(1_000_000), node);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Run run = play.begin(conductor, Optional.empty(), Optional.empty());
        await(play, conductor, view -> view.epochs() >= 2);
        play.turn(conductor, Conductor.Knob.STOP);
        assertEquals(State.STOPPED, Trials.await(run.result()).state());
        AssertionError refusal = assertThrows(AssertionError.class, () -> play.turn(conductor, Conductor.Knob.RESUME));
        assertTrue(refusal.getMessage().contains("the run is over"), refusal::getMessage);
        View view = await(play, replaced(play, conductor), _ -> true);
        assertEquals(State.STOPPED, view.state());
    }

    @Test
    void aCheckpointIsAPointToForkFromAndAForkIsItsParentAgain() throws Exception {
        Experiment experiment = experiment("spin-glass.yaml", 200);
        House house = house(vault(), NEVER);
        Play parent = new Play(house, experiment, node);
        ActorRef<Conductor.Command> conductor = parent.conductor();
        parent.hold(conductor);
        Run run = parent.begin(conductor, Optional.empty(), Optional.empty());
        await(parent, conductor, view -> view.epochs() >= 3);
        CompletionStage<Done> kept = parent.turning(conductor, Conductor.Knob.CHECKPOINT);
        parent.release(conductor);
        Trials.await(kept);
        long epochs = await(parent, conductor, view -> !view.points().isEmpty())
                .points()
                .getFirst();
        assertTrue(epochs < 200, "kept before its end");

        Play child = new Play(house, experiment, node);
        Base base = Trials.await(run.copy(epochs, child.id()));
        assertEquals(epochs, base.point().epochs());
        Run fork = child.begin(child.conductor(), Optional.of(base), Optional.empty());
        assertEquals(Trials.exact(node, experiment), numbers(run));
        assertEquals(numbers(run), numbers(fork));
        assertTrue(assertThrows(AssertionError.class, () -> Trials.await(run.copy(7_000, "nobody")))
                .getMessage()
                .contains("not after 7000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "block-1"})
    void aDamagedObjectIsNamedAndThePointBeforeItIsUsed(String name) throws Exception {
        Experiment experiment = experiment(40);
        Vault vault = vault();
        Play play = new Play(house(vault, ALWAYS), experiment, node);
        ActorRef<Conductor.Command> first = play.conductor();
        play.hold(first);
        play.begin(first, Optional.empty(), Optional.empty()).leave();
        await(play, first, view -> view.epochs() >= 6 && view.points().size() >= 2);
        play.turn(first, Conductor.Knob.PAUSE);
        await(play, first, view -> view.state() == State.PAUSED);
        ActorRef<Conductor.Command> second = replaced(play, first);
        // What was on its way to the vault when the run was paused may still have come in.
        long last = await(play, second, _ -> true).points().getLast();
        String key = vault.list(play.id() + "/" + last + "-").stream()
                .filter(each -> each.endsWith(name))
                .findFirst()
                .orElseThrow();
        byte[] bytes = vault.read(key).orElseThrow();
        bytes[bytes.length / 2] ^= 1;
        vault.put(key, bytes);

        Run run = play.follow(second, Optional.empty());
        play.turn(second, Conductor.Knob.RESUME);
        assertEquals(Trials.exact(node, experiment), numbers(run));
        assertEquals(1, play.house().archive().health().damages(), "found and counted");
        List<Event.Spoilt> spoilt = Scribe.events(node, play.id()).stream()
                .filter(Event.Spoilt.class::isInstance)
                .map(Event.Spoilt.class::cast)
                .toList();
        assertEquals(List.of(key), spoilt.stream().map(Event.Spoilt::key).toList());
        assertEquals(last, spoilt.getFirst().epoch());
        assertTrue(spoilt.getFirst().reason().contains("SHA-256"), spoilt::toString);
    }

    @Test
    void anotherClusterTakesTheRunForGood() throws Exception {
        Play play = new Play(house(vault(), NEVER), experiment(1_000_000), node);
        ActorRef<Conductor.Command> here = play.conductor(house -> owned(house, "here"));
        play.begin(here, Optional.empty(), Optional.empty()).leave();
        await(play, here, view -> view.epochs() >= 2);
        here.tell(Conductor.Leave.LEAVE);
        ActorRef<Conductor.Command> there = play.conductor(house -> owned(house, "there"));
        await(play, there, view -> view.term() >= 2 && view.epochs() >= 3);
        there.tell(Conductor.Leave.LEAVE);

        ActorRef<Conductor.Command> back = play.conductor(house -> owned(house, "here"));
        View fenced = await(play, back, view -> view.state() == State.FENCED);
        assertTrue(fenced.notice().contains("there"), fenced::notice);
    }

    /** A cluster that comes to a run which another leads, and whose events are always later than the other's, gives up and says so. */
    @Test
    void aClusterThatIsAlwaysOutrunSaysWhoLeadsTheRun() throws Exception {
        try (Node kept = onDisk(folder.resolve("outrun"))) {
            Play play = new Play(Play.kept(kept, NEVER, 3), experiment(1_000_000), kept);
            ActorRef<Conductor.Command> here = play.conductor(house -> owned(house, "here"));
            play.begin(here, Optional.empty(), Optional.empty()).leave();
            await(play, here, view -> view.epochs() >= 2);
            AtomicInteger races = new AtomicInteger();
            ActorRef<Conductor.Command> newcomer = play.conductor(house -> owned(house, () -> {
                // Asked just before it writes that it opens a term.
                play.turn(here, races.incrementAndGet() % 2 == 1 ? Conductor.Knob.PAUSE : Conductor.Knob.RESUME);
                return "there";
            }));

            View fenced = await(play, newcomer, view -> view.state() == State.FENCED);
            assertTrue(fenced.notice().contains("here, goes on with the run"), fenced::notice);
            assertTrue(races.get() >= 3, races::toString);
            assertEquals(
                    1, await(play, here, view -> view.state() != State.FENCED).term());
        }
    }

    private static Node onDisk(Path place) throws IOException {
        Settings all = Settings.load();
        Settings.Store any = all.store();
        Settings.Store store = new Settings.Store(
                place.toString(), any.journal(), any.vault(), any.snapshotEvery(), any.keep(), any.readerPatience());
        return Node.start(
                new Settings(all.http(), store, all.cluster(), 2), new LocalFiles(List.of(), true), Node.Home.alone());
    }

    @Test
    void aReaderThatNeverComesBackHoldsTheRunForAWhile() throws Exception {
        Hand clock = new Hand();
        House house = house(vault(), NEVER);
        Duration patience = house.retention().patience();
        Play play = new Play(Play.with(house, house.inbox(), clock, house.retention()), experiment(2000), node);
        ActorRef<Conductor.Command> conductor = play.conductor();
        play.hold(conductor);
        Run run = play.begin(conductor, Optional.empty(), Optional.empty());
        await(play, conductor, view -> view.epochs() >= 3);
        clock.pass(patience.minusSeconds(1));
        play.hold(conductor);
        await(play, conductor, _ -> true);
        clock.pass(patience.minusSeconds(1));
        View holds = await(play, conductor, _ -> true);
        assertEquals(State.RUNNING, holds.state());
        assertEquals(0, play.house().counters().forgotten());
        clock.pass(Duration.ofSeconds(2));
        assertEquals(State.FINISHED, Trials.await(run.result()).state());
        assertEquals(1, play.house().counters().forgotten());
    }

    private static House owned(House house, String owner) {
        return owned(house, () -> owner);
    }

    private static House owned(House house, Supplier<String> owners) {
        return new House(
                house.experiments(),
                house.blocks(),
                house.archive(),
                house.inbox(),
                owners,
                house.clock(),
                house.retention(),
                house.counters());
    }

    /** A line that is no record is safe before its epoch is committed; meanwhile later epochs wait. */
    @Test
    void epochsAreCommittedInTheirOrder() throws Exception {
        Files.writeString(folder.resolve("poisoned.ndjson"), """
            {"a": 1, "b": -1}
            {"a": 1}}
            {"a": -1, "b": -1}
            {"a": 1, "b": 1}
            {"a": 1, "b": "two"}
            {"a": -1, "b": 1}
            {"a": 1, "b": -1}
            """);
        Experiment experiment = Trials.experiment("""
            name: poisoned
            seed: 5
            lattice: {bonds: complete}
            model: {kind: ising, couplings: {K: 1, h: 0, evidence: 1}, start: disordered}
            learner: {kind: network}
            data: {kind: ndjson, options: {path: poisoned.ndjson, sites: "a,b"}}
            schedule: {sweeps: 2, epochs: 5}
            """, folder, List.of());
        House house = house(vault(), NEVER);
        Inbox slow = Inbox.inMemory(CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        Play play = new Play(
                new House(
                        house.experiments(),
                        house.blocks(),
                        house.archive(),
                        slow,
                        house.owners(),
                        house.clock(),
                        house.retention(),
                        house.counters()),
                experiment,
                node);
        Run run = play.begin(play.conductor(), Optional.empty(), Optional.empty());
        assertEquals(Trials.exact(node, experiment), numbers(run));
        List<Event.Committed> committed = Scribe.events(node, play.id()).stream()
                .filter(Event.Committed.class::isInstance)
                .map(Event.Committed.class::cast)
                .toList();
        assertEquals(
                List.of(0L, 1L, 2L, 3L, 4L),
                committed.stream().map(Event.Committed::epoch).toList());
        List<Long> rows = committed.stream()
                .flatMap(each -> each.rows().stream())
                .map(Row::seq)
                .toList();
        assertEquals(LongStream.range(0, rows.size()).boxed().toList(), rows);
    }

    @Test
    void aRunIsCreatedOnce() throws Exception {
        Play play = new Play(house(vault(), NEVER), experiment(1), node);
        ActorRef<Conductor.Command> conductor = play.conductor();
        Run run = play.begin(conductor, Optional.empty(), Optional.empty());
        play.begin(conductor, Optional.empty(), Optional.empty()).leave();
        Charter other = new Charter(play.id(), "{}");
        AssertionError refusal = assertThrows(
                AssertionError.class,
                () -> Trials.await(AskPattern.askWithStatus(
                        conductor,
                        (ActorRef<StatusReply<Done>> replyTo) ->
                                new Conductor.Create(other, Optional.empty(), Optional.empty(), replyTo),
                        Duration.ofSeconds(10),
                        node.system().scheduler())));
        assertTrue(refusal.getMessage().contains("there is a run " + play.id() + " already"), refusal::getMessage);
        numbers(run);
    }
}
