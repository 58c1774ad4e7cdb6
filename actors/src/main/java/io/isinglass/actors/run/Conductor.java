package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.Grid;
import io.isinglass.actors.block.Section;
import io.isinglass.actors.block.Wire;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Sealed;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.source.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The conductor of a run, and the only one who writes its journal: it opens terms, commits epochs, and after a fault takes
 * the run up again from where the vault has it. What it commits is the run; all else is on its way to that.
 */
public final class Conductor extends EventSourcedBehavior<Conductor.Command, Event, Chronicle> {

    /*
     * Epochs between the last point in the vault and the last commit are swept again after a fault. They give the same
     * rows, and the digest of all rows says whether they did; only epochs beyond the last commit are committed.
     *
     * The journal is the fence. A conductor that was cut off, or one of a second cluster, cannot write the next event; it
     * then reads what has been written in between, and if another cluster has opened a term since its own cluster did,
     * it stops. Without that, two clusters would take the run from each other for ever. But who took it may have been cut
     * off itself, and be gone: so who has stopped looks into the journal now and then, ever more seldom, and takes the run
     * back when nothing was written in between.
     *
     * A run that stands still is opened, too, but not played: else the conductor that was cut off could still write that it
     * goes on, and the one that took over would never know.
     */

    /** Terms in a row that may fail for no fault of a node before the run fails. */
    private static final int MOST_FRUITLESS = 3;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LAST_POINT = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final int KEYS = 4;

    /** Couplings of bonds and sites that an event tells: many events are at hand at once. */
    private static final int MOST_TOLD = 1024;

    /** A message to a conductor. */
    public sealed interface Command {}

    /** Order to begin a run. */
    public record Create(
            Charter charter, Optional<Base> base, Optional<Layout> layout, ActorRef<StatusReply<Done>> replyTo)
            implements Command, Wire {}

    /** A call that only makes sure that the conductor lives. */
    public enum Wake implements Command, Wire {
        WAKE
    }

    /** Order to stand still, to go on, to end, or to keep a point. */
    public record Turn(Knob knob, ActorRef<StatusReply<Done>> replyTo) implements Command, Wire {}

    /** What can be turned. */
    public enum Knob {
        PAUSE,
        RESUME,
        STOP,
        CHECKPOINT
    }

    /** Wish for the newest point up to an epoch, as objects of another run. */
    public record Copy(long epochs, String to, ActorRef<StatusReply<Base>> replyTo) implements Command, Wire {}

    /** Wish to know where the point after so many epochs lies; −1: the newest. */
    public record Find(long epochs, ActorRef<StatusReply<Base>> replyTo) implements Command, Wire {}

    /**
     * Wish for the rows after number {@code after}, and for where the run stands; answered when there is something new.
     *
     * @param reader names a reader that must not miss a row; empty: one that may
     * @param mark that of the view that the reader has seen; 0: it has seen none
     */
    public record Follow(long after, String reader, int mark, ActorRef<News> replyTo) implements Command, Wire {}

    /** Rows that a follower has not seen, and where the run stands. */
    public record News(List<Row> rows, View view) implements Wire {}

    /** Wish for the latest picture of a name. */
    public record Look(String name, ActorRef<StatusReply<Looked>> replyTo) implements Command, Wire {}

    /** A picture as PNG, or a plot as SVG. */
    public record Looked(long epoch, byte[] bytes) implements Wire {}

    /** News that the run has so many records in the inbox, and whether no more will come. */
    public record Arrived(long records, boolean closed, ActorRef<Done> replyTo) implements Command, Wire {}

    /** Wish to be told when all that was committed is where it is sent to; refused, saying what is not, if that takes long. */
    public record Deliver(ActorRef<StatusReply<Done>> replyTo) implements Command, Wire {}

    /** Order to end, and to do nothing for the run any more: it is struck off. */
    public record Forget(ActorRef<StatusReply<Done>> replyTo) implements Command, Wire {}

    /** Order to end without ending the run, which goes on elsewhere. */
    public enum Leave implements Command, Wire {
        LEAVE
    }

    private record Open(String why) implements Command {}

    record Recalled(long term, Point from, Optional<byte[]> memory, Standing standing) implements Command {}

    record Unread(long term, Throwable error, String key) implements Command {}

    record Commit(long term, Heard heard, CompletableFuture<Done> done) implements Command {}

    private record OfGrid(Grid.News news) implements Command {}

    private record MemoryKept(long term, long epochs, Sealed sealed) implements Command {}

    record Passed(long term, String failure, boolean mayPass) implements Command {}

    record Fetching(long term, String trouble, boolean mayPass) implements Command {}

    private record Unwanted(String why) implements Command {}

    private record Digested(long term, String digest) implements Command {}

    private enum CaughtUp implements Command {
        CAUGHT_UP
    }

    private enum Breathe implements Command {
        BREATHE
    }

    private enum LateForPoint implements Command {
        LATE
    }

    private enum ReadAgain implements Command {
        READ_AGAIN
    }

    /** Thrown to begin anew with what the journal has by now. */
    private static final class Anew extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String id;
    private final House house;
    private final Claim claim;
    private final Followers followers;
    private final Points points;
    private final Deque<CompletableFuture<Done>> held = new ArrayDeque<>();
    private final List<ActorRef<StatusReply<Done>>> checkpoints = new ArrayList<>();
    private final List<ActorRef<Section.Command>> leaving = new ArrayList<>();
    private Optional<Experiment> experiment = Optional.empty();
    private Optional<Gallery> gallery = Optional.empty();
    private Optional<Performance> performance = Optional.empty();
    private Optional<Courier> courier = Optional.empty();
    private Instant committed;
    private Duration wait = FIRST_WAIT;
    private boolean opening;
    private boolean passed;
    private String notice;
    private String trouble = "";
    private List<String> keys = List.of();

    /** The conductor of a run, alive or to be; its journal says which. */
    public static Behavior<Command> create(String id, House house) {
        Claim claim = new Claim();
        return Behaviors.supervise(Behaviors.<Command>setup(
                        context -> Behaviors.withTimers(timers -> new Conductor(context, timers, id, house, claim))))
                .onFailure(Anew.class, SupervisorStrategy.restart().withLoggingEnabled(false));
    }

    private Conductor(
            ActorContext<Command> context, TimerScheduler<Command> timers, String id, House house, Claim claim) {
        super(PersistenceId.of("run", id), SupervisorStrategy.restartWithBackoff(FIRST_WAIT, LONGEST_WAIT, 0.2));
        this.context = context;
        this.timers = timers;
        this.id = id;
        this.house = house;
        this.claim = claim;
        this.notice = claim.notice();
        this.followers = new Followers(house.clock(), house.retention().patience());
        this.points = new Points(house.retention().snapshotEvery(), house.clock());
        this.committed = house.clock().instant();
    }

    @Override
    public Chronicle emptyState() {
        return Chronicle.EMPTY;
    }

    @Override
    public EventHandler<Chronicle, Event> eventHandler() {
        return Chronicle::after;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(
                        Retention.EVENTS_A_SNAPSHOT, house.retention().snapshots())
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public SignalHandler<Chronicle> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(PreRestart.instance(), _ -> {
                    close();
                    dismiss();
                })
                .onSignal(PostStop.instance(), _ -> {
                    close();
                    dismiss();
                    house.counters().stands(id);
                })
                .build();
    }

    private void onRecovered(Chronicle state) {
        if (state.charter().isPresent() && state.end().isEmpty()) {
            context.getSelf().tell(new Open("the conductor was started"));
        }
        // What is over may not have been brought whole.
        if (state.end().filter(over -> over.how() != State.DELETED).isPresent()) {
            send(state);
        }
    }

    /** Begins to bring what is committed to where the spec has it sent. */
    private void send(Chronicle state) {
        try {
            if (courier.isEmpty() && Courier.isWanted(state.charter().orElseThrow())) {
                courier = Courier.start(context.getSystem(), house, id, state, bind(state), listener());
            }
            courier.ifPresent(
                    to -> to.news(lastSequenceNumber(context), state.end().isPresent()));
        } catch (RuntimeException e) {
            context.getLog().warn("run {} is not sent: {}", id, Failures.reason(e));
        }
    }

    private Courier.Listener listener() {
        ActorRef<Command> self = context.getSelf();
        return new Courier.Listener() {
            @Override
            public void refused(String why) {
                self.tell(new Unwanted(why));
            }

            @Override
            public void caughtUp() {
                self.tell(CaughtUp.CAUGHT_UP);
            }
        };
    }

    private void dismiss() {
        courier.ifPresent(Courier::stop);
        courier = Optional.empty();
    }

    @Override
    public CommandHandler<Command, Event, Chronicle> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Command.class, this::on)
                .build();
    }

    private Effect<Event, Chronicle> on(Chronicle state, Command command) {
        return switch (command) {
            case Create create -> onCreate(state, create);
            case Wake _ -> Effect().none();
            case Turn turn -> onTurn(state, turn);
            case Copy copy -> onCopy(state, copy);
            case Find find -> onFind(state, find);
            case Follow follow -> onFollow(state, follow);
            case Look look -> onLook(look);
            case Arrived arrived -> onArrived(arrived);
            case Breathe _ -> {
                tell(state);
                release(state);
                yield Effect().none();
            }
            case CaughtUp _ -> {
                release(state);
                yield Effect().none();
            }
            case Forget forget -> onForget(state, forget);
            case Deliver deliver -> onDeliver(deliver);
            case Unwanted unwanted ->
                state.end().isPresent()
                        ? Effect().none()
                        : end(new Event.Ended(State.FAILED, unwanted.why(), "", now()));
            case Leave _ -> Effect().stop();
            case Open open -> onOpen(state, open);
            case Recalled recalled -> onRecalled(state, recalled);
            case Unread unread -> onUnread(state, unread);
            case Commit commit -> onCommit(state, commit);
            case OfGrid of -> onGrid(state, of.news());
            case MemoryKept kept ->
                kept.term() == state.term()
                        ? keep(state, points.memory(kept.epochs(), kept.sealed()))
                        : Effect().none();
            case Passed over -> onPassed(state, over);
            case Fetching fetching -> onFetching(state, fetching);
            case Digested digested -> onDigested(state, digested);
            case ReadAgain _ -> {
                claim.readAgain();
                throw new Anew();
            }
            case LateForPoint _ ->
                passed
                        ? fail(state, "the vault did not take the end of the run", true)
                        : Effect().none();
        };
    }

    private Effect<Event, Chronicle> onCreate(Chronicle state, Create create) {
        if (state.charter().isPresent()) {
            create.replyTo()
                    .tell(
                            state.charter().get().equals(create.charter())
                                    ? StatusReply.success(Done.getInstance())
                                    : StatusReply.error("there is a run " + id + " already"));
            return Effect().none();
        }
        return Effect()
                .persist(new Event.Created(create.charter(), create.base(), create.layout(), now()))
                .thenRun(_ -> {
                    create.replyTo().tell(StatusReply.success(Done.getInstance()));
                    context.getSelf().tell(new Open("the run was created"));
                });
    }

    private Effect<Event, Chronicle> onTurn(Chronicle state, Turn turn) {
        if (state.charter().isEmpty()) {
            turn.replyTo().tell(StatusReply.error("there is no run " + id));
            return Effect().none();
        }
        if (state.end().isPresent() || claim.isLost()) {
            turn.replyTo().tell(StatusReply.error("the run is over"));
            return Effect().none();
        }
        if (state.isTakenFrom(house.owner())) {
            turn.replyTo().tell(StatusReply.error("another cluster has taken the run"));
            return Effect().none();
        }
        return switch (turn.knob()) {
            case PAUSE -> acknowledged(new Event.Paused(now()), turn, _ -> {});
            case RESUME -> acknowledged(new Event.Resumed(now()), turn, this::goOn);
            case STOP ->
                acknowledged(new Event.Ended(State.STOPPED, "", "", now()), turn, _ -> over("the run was stopped"));
            case CHECKPOINT -> onCheckpoint(state, turn);
        };
    }

    private Effect<Event, Chronicle> acknowledged(Event event, Turn turn, Consumer<Chronicle> then) {
        return Effect().persist(event).thenRun(after -> {
            then.accept(after);
            turn.replyTo().tell(StatusReply.success(Done.getInstance()));
            tell(after);
        });
    }

    private void goOn(Chronicle state) {
        if (!isPlaying() && !opening) {
            context.getSelf().tell(new Open("the run was resumed"));
        }
        release(state);
    }

    /** Whether the run waits for records, and is kept as it stands. */
    private boolean rests(Chronicle state) {
        return performance.filter(Performance::isDry).isPresent()
                && state.latest().epochs() == state.epochs();
    }

    private Effect<Event, Chronicle> onCheckpoint(Chronicle state, Turn turn) {
        if (rests(state)) {
            turn.replyTo().tell(StatusReply.success(Done.getInstance()));
            return Effect().none();
        }
        checkpoints.add(turn.replyTo());
        points.want();
        return Effect().none();
    }

    private Effect<Event, Chronicle> onFollow(Chronicle state, Follow follow) {
        boolean over = view(state).state().isOver();
        boolean waits = followers.add(
                over ? new Follow(follow.after(), follow.reader(), 0, follow.replyTo()) : follow,
                state.recent(),
                () -> view(state));
        if (waits) {
            breathe();
        }
        release(state);
        return Effect().none();
    }

    private Effect<Event, Chronicle> onDeliver(Deliver deliver) {
        courier.map(Courier::delivered)
                .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance()))
                .whenComplete((done, error) -> deliver.replyTo()
                        .tell(error == null ? StatusReply.success(done) : StatusReply.error(Failures.reason(error))));
        return Effect().none();
    }

    /** What was being brought may note how far it came once more, after all was forgotten: so that is forgotten again. */
    private Effect<Event, Chronicle> onForget(Chronicle state, Forget forget) {
        courier.ifPresent(to -> to.stop()
                .thenCompose(_ -> house.inbox().forget(id))
                .exceptionally(error -> {
                    context.getSystem().log().warn("run {}: {}", id, Failures.reason(error));
                    return id;
                }));
        courier = Optional.empty();
        boolean deleted =
                state.end().filter(over -> over.how() == State.DELETED).isPresent();
        if (deleted || state.charter().isEmpty() || claim.isLost() || state.isTakenFrom(house.owner())) {
            forget.replyTo().tell(StatusReply.success(Done.getInstance()));
            return Effect().none();
        }
        return Effect().persist(new Event.Ended(State.DELETED, "", "", now())).thenRun(after -> {
            over("the run was deleted");
            forget.replyTo().tell(StatusReply.success(Done.getInstance()));
            tell(after);
        });
    }

    private Effect<Event, Chronicle> onLook(Look look) {
        Optional<Gallery.Shown> shown = gallery.flatMap(all -> all.picture(look.name()));
        look.replyTo()
                .tell(shown.map(picture -> StatusReply.success(
                                new Looked(picture.epoch(), picture.drawing().get())))
                        .orElseGet(() -> StatusReply.error("there is no picture " + look.name())));
        return Effect().none();
    }

    private static Optional<Point> point(Chronicle state, long epochs) {
        return state.points().stream()
                .filter(each -> each.epochs() == epochs || epochs < 0)
                .reduce((_, later) -> later);
    }

    private static StatusReply<Base> notKept(Chronicle state, long epochs) {
        String after = epochs < 0 ? "" : ", not after " + epochs;
        return StatusReply.error("the vault has the run after "
                + state.points().stream().map(Point::epochs).toList() + " epochs" + after
                + "; POST …/checkpoint keeps it as it is");
    }

    private Effect<Event, Chronicle> onFind(Chronicle state, Find find) {
        find.replyTo()
                .tell(point(state, find.epochs())
                        .map(point -> StatusReply.success(new Base(id, point)))
                        .orElseGet(() -> notKept(state, find.epochs())));
        return Effect().none();
    }

    /** Copies, since the points of a run go with it. */
    private Effect<Event, Chronicle> onCopy(Chronicle state, Copy copy) {
        Optional<Point> point = point(state, copy.epochs());
        if (point.isEmpty()) {
            copy.replyTo().tell(notKept(state, copy.epochs()));
            return Effect().none();
        }
        house.archive()
                .copy(point.get().objects(), id, copy.to())
                .whenComplete((objects, error) -> copy.replyTo()
                        .tell(
                                error == null
                                        ? StatusReply.success(
                                                new Base(id, point.get().of(objects)))
                                        : StatusReply.error(Failures.reason(error))));
        return Effect().none();
    }

    private Effect<Event, Chronicle> onOpen(Chronicle state, Open open) {
        if (state.end().isPresent() || opening || isPlaying()) {
            return Effect().none();
        }
        String owner = house.owner();
        boolean silent = claim.isSilent(lastSequenceNumber(context));
        claim.tries(lastSequenceNumber(context), state.isOfAnother(owner));
        if ((state.isTakenFrom(owner) || claim.isOutrun()) && !silent) {
            return taken(state, open);
        }
        if (silent) {
            context.getLog()
                    .warn(
                            "run {}: {} has not gone on with it; it is taken back",
                            id,
                            state.owners().getLast());
        }
        try {
            bind(state);
            troubled("");
        } catch (RuntimeException e) {
            return unbound(state, open, Failures.reason(e));
        }
        opening = true;
        return Effect()
                .persist(new Event.Opened(state.term() + 1, owner, open.why(), now()))
                .thenRun(after -> {
                    found();
                    send(after);
                    tell(after);
                    if (after.paused()) {
                        opening = false;
                    } else {
                        Performance next = new Performance(context, house, id, after.term(), bind(after), points);
                        performance = Optional.of(next);
                        next.recall(after.latest());
                    }
                });
    }

    /** What was possible once may be so again: its data may be on a disk that is not there yet. */
    private Effect<Event, Chronicle> unbound(Chronicle state, Open open, String why) {
        if (state.term() == 0) {
            return end(new Event.Ended(State.FAILED, why, "", now()));
        }
        troubled(why);
        return again(state, open);
    }

    /** Opens later, and later each time. */
    private Effect<Event, Chronicle> again(Chronicle state, Open open) {
        timers.startSingleTimer(open, wait);
        wait = Failures.longer(wait, LONGEST_WAIT);
        tell(state);
        return Effect().none();
    }

    private Effect<Event, Chronicle> taken(Chronicle state, Open open) {
        if (claim.looksAgain()) {
            timers.startSingleTimer(new Open(open.why()), LOOK_AGAIN);
            return Effect().none();
        }
        if (!claim.isLost()) {
            notice = "another cluster, " + state.owners().getLast()
                    + (claim.isOutrun() ? ", goes on with the run" : ", has taken the run") + "; this one has stopped";
            context.getLog().error("run {}: {}", id, notice);
            refuseCheckpoints(notice);
            dismiss();
        }
        timers.startSingleTimer(ReadAgain.READ_AGAIN, claim.lose(notice, lastSequenceNumber(context)));
        tell(state);
        return Effect().none();
    }

    /** The run is this cluster's, or is so again. */
    private void found() {
        if (claim.isLost()) {
            notice = "";
        }
        claim.found();
    }

    private Experiment bind(Chronicle state) {
        if (experiment.isEmpty()) {
            experiment = Optional.of(house.experiment(state.charter().orElseThrow()));
            gallery = Optional.of(new Gallery(experiment.get()));
        }
        return experiment.get();
    }

    private Effect<Event, Chronicle> onRecalled(Chronicle state, Recalled recalled) {
        // What was fetched before this conductor began anew is of no use: it opens a term of its own.
        if (recalled.term() != state.term() || state.end().isPresent() || performance.isEmpty()) {
            return Effect().none();
        }
        try {
            perform(state, recalled);
        } catch (RuntimeException e) {
            return spoilt(state, recalled.from().memory().map(Sealed::key).orElse(""), Failures.reason(e));
        }
        return Effect().none();
    }

    private void perform(Chronicle state, Recalled recalled) {
        Grid.Term cast = new Grid.Term(
                state.term(),
                state.charter().orElseThrow(),
                experiment.orElseThrow().plan().of(id),
                recalled.from().blocks());
        ActorRef<Grid.News> news = context.messageAdapter(Grid.News.class, OfGrid::new);
        performance.orElseThrow().begin(recalled, cast, news, !checkpoints.isEmpty());
        opening = false;
        passed = false;
    }

    private Effect<Event, Chronicle> onFetching(Chronicle state, Fetching fetching) {
        if (fetching.term() != state.term()
                || state.end().isPresent()
                || performance.filter(Performance::fetches).isEmpty()) {
            return Effect().none();
        }
        if (!fetching.mayPass()) {
            return end(new Event.Ended(State.FAILED, fetching.trouble(), "", now()));
        }
        if (!fetching.trouble().equals(trouble)) {
            troubled(fetching.trouble());
            tell(state);
        }
        return Effect().none();
    }

    /** The data cannot be had, or can again. */
    private void troubled(String why) {
        if (!why.isEmpty() && !why.equals(trouble)) {
            context.getLog().warn("run {} waits: {}", id, why);
        }
        trouble = why;
        house.counters().reaches(id, why.isEmpty());
    }

    private Effect<Event, Chronicle> onArrived(Arrived arrived) {
        performance.ifPresent(played -> played.arrived(arrived.records(), arrived.closed()));
        courier.ifPresent(to -> to.news(lastSequenceNumber(context), false));
        arrived.replyTo().tell(Done.getInstance());
        return Effect().none();
    }

    private Effect<Event, Chronicle> onCommit(Chronicle state, Commit commit) {
        // What waited while an event was refused may follow on an epoch that was never committed.
        if (commit.term() != state.term() || state.end().isPresent() || !isPlaying()) {
            return Effect().none();
        }
        Heard heard = commit.heard();
        if (heard.epoch() > state.epochs()) {
            return fail(state, "epoch " + heard.epoch() + " came when " + state.epochs() + " was to come", false);
        }
        keepMemory(state.term(), heard);
        keys = heard.learned().lesson().readings().stream()
                .map(Reading::key)
                .limit(KEYS)
                .toList();
        gallery.orElseThrow().show(heard.learned());
        if (heard.epoch() < state.epochs()) {
            return onReplayed(state, commit);
        }
        return Effect()
                .persist(new Event.Committed(
                        state.term(),
                        heard.epoch(),
                        heard.learned().sample().order().couplings().brief(MOST_TOLD),
                        heard.learned()
                                .batch()
                                .frame()
                                .map(frame -> frame.index())
                                .orElse(-1L),
                        heard.rows(),
                        heard.chain()))
                .thenRun(after -> {
                    wait = FIRST_WAIT;
                    notice = "";
                    house.counters().commit();
                    committed = house.clock().instant();
                    tell(after);
                    held.add(commit.done());
                    release(after);
                });
    }

    /** An epoch that has been committed already: when the last such has come, all rows must have been the same. */
    private Effect<Event, Chronicle> onReplayed(Chronicle state, Commit commit) {
        Heard heard = commit.heard();
        house.counters().replay();
        if (heard.epoch() == state.epochs() - 1 && !heard.chain().equals(state.chain())) {
            return end(new Event.Ended(
                    State.FAILED,
                    "epochs swept again came to other numbers than were committed: digest " + heard.chain()
                            + " instead of " + state.chain() + " after " + state.epochs() + " epochs",
                    "",
                    now()));
        }
        held.add(commit.done());
        release(state);
        return Effect().none();
    }

    private void keepMemory(long term, Heard heard) {
        long epochs = heard.epoch() + 1;
        ActorRef<Command> self = context.getSelf();
        heard.memory()
                .ifPresent(bytes -> house.archive()
                        .keep(id + "/" + epochs + "-" + term + "/memory", bytes)
                        .thenAccept(stored -> self.tell(new MemoryKept(term, epochs, stored))));
    }

    /** Lets the loop go on, unless the run stands still, or a reader or the sink is behind. */
    private void release(Chronicle state) {
        if (held.isEmpty() || state.paused()) {
            return;
        }
        forgetReaders(state);
        while (!held.isEmpty() && !waits(state)) {
            held.remove().complete(Done.getInstance());
        }
        if (!held.isEmpty()) {
            breathe();
        }
    }

    private void forgetReaders(Chronicle state) {
        followers.forget(state.rows()).forEach((reader, seen) -> {
            context.getLog()
                    .warn(
                            "run {} waits no more for its reader {}, which has not asked since {} and may miss rows"
                                    + " from number {} on",
                            id,
                            reader,
                            seen.asked(),
                            seen.after() + 1);
            house.counters().forget();
        });
    }

    private boolean waits(Chronicle state) {
        return followers.isBehind(state.rows())
                || courier.filter(to -> to.isBehind(lastSequenceNumber(context)))
                        .isPresent();
    }

    private void breathe() {
        if (!timers.isTimerActive(Breathe.BREATHE)) {
            timers.startSingleTimer(Breathe.BREATHE, Followers.BREATH);
        }
    }

    private Effect<Event, Chronicle> onGrid(Chronicle state, Grid.News news) {
        return switch (news) {
            case Grid.Stored stored
            when stored.term() == state.term() -> keep(state, points.blocks(stored.epoch() + 1, stored.blocks()));
            case Grid.Unstored unstored
            when unstored.term() == state.term() -> {
                notice = "the vault fails: " + unstored.reason();
                context.getLog().warn("run {}: {}", id, notice);
                yield Effect().none();
            }
            case Grid.Spoilt spoilt when isOpen(state, spoilt.term()) -> spoilt(state, spoilt.key(), spoilt.reason());
            case Grid.Leaving leaving
            when leaving.term() == state.term() -> {
                leaving(state, leaving.section());
                yield Effect().none();
            }
            case Grid.Broken broken when isOpen(state, broken.term()) -> fail(state, broken.reason(), broken.node());
            default -> Effect().none();
        };
    }

    private boolean isPlaying() {
        return performance.filter(Performance::isPlaying).isPresent();
    }

    /** Whether a term is being played or prepared. What goes wrong in one that is over already is no news. */
    private boolean isOpen(Chronicle state, long term) {
        return term == state.term() && state.end().isEmpty() && (opening || isPlaying());
    }

    private void leaving(Chronicle state, ActorRef<Section.Command> section) {
        if (!isPlaying() || state.paused() || passed || rests(state)) {
            section.tell(new Section.Farewell(state.term()));
            return;
        }
        leaving.add(section);
        points.want();
    }

    /** A point is whole when the vault has it and the epoch before it is committed. */
    private Effect<Event, Chronicle> keep(Chronicle state, Optional<Point> whole) {
        if (whole.isEmpty() || whole.get().epochs() > state.epochs()) {
            return Effect().none();
        }
        if (whole.get().epochs() <= state.latest().epochs()) {
            // The vault took a later one sooner.
            house.archive().remove(whole.get().objects());
            return Effect().none();
        }
        List<Point> all = new ArrayList<>(state.points());
        List<Point> dropped =
                all.subList(0, Math.max(0, all.size() + 1 - house.retention().points()));
        Event kept = new Event.Kept(
                state.term(), whole.get(), dropped.stream().map(Point::epochs).toList());
        return Effect().persist(kept).thenRun(after -> {
            dropped.forEach(point -> house.archive().remove(point.objects()));
            dropRecords(after);
            checkpoints.forEach(asked -> asked.tell(StatusReply.success(Done.getInstance())));
            checkpoints.clear();
            leaving.forEach(section -> section.tell(new Section.Farewell(after.term())));
            leaving.clear();
            if (passed && after.epochs() == whole.get().epochs()) {
                digest(after);
            }
        });
    }

    /** Records that no point can need are dropped, as soon as there are as many points as are kept. */
    private void dropRecords(Chronicle state) {
        if (performance.filter(Performance::hasInlet).isPresent()
                && state.points().size() >= house.retention().points()) {
            long needed = state.points().getFirst().epochs()
                    * experiment.orElseThrow().batch();
            house.inbox().drop(id, needed).exceptionally(error -> {
                context.getLog().warn("run {}: {}", id, Failures.reason(error));
                return needed;
            });
        }
    }

    /** A vault that is out of reach is asked again, in another term; what is damaged is never used again. */
    private Effect<Event, Chronicle> onUnread(Chronicle state, Unread unread) {
        if (!isOpen(state, unread.term())) {
            return Effect().none();
        }
        String reason = Failures.reason(unread.error());
        return Failures.mayPass(unread.error())
                ? fail(state, "the vault cannot be read: " + reason, true)
                : spoilt(state, Failures.damaged(unread.error()).orElse(unread.key()), reason);
    }

    private Effect<Event, Chronicle> spoilt(Chronicle state, String key, String reason) {
        notice = "the vault's " + key + " is damaged (" + reason + "); the commit before it is used";
        context.getLog().error("run {}: {}", id, notice);
        house.archive().health().damaged();
        close();
        return Effect()
                .persist(new Event.Spoilt(state.latest().epochs(), key, reason))
                .thenRun(after -> {
                    context.getSelf().tell(new Open(key + " is damaged: " + reason));
                    tell(after);
                });
    }

    private Effect<Event, Chronicle> onPassed(Chronicle state, Passed over) {
        if (over.term() != state.term() || state.end().isPresent() || !isPlaying()) {
            return Effect().none();
        }
        if (!over.failure().isEmpty()) {
            return fail(state, over.failure(), over.mayPass());
        }
        if (points.kept() < state.epochs() - 1) {
            // That no record follows was not known when the last epoch was swept: it is swept again, and then kept.
            close();
            context.getSelf().tell(new Open("the last of the records has come"));
            return Effect().none();
        }
        passed = true;
        timers.startSingleTimer(LateForPoint.LATE, LAST_POINT);
        if (state.latest().epochs() == state.epochs()) {
            digest(state);
        }
        return Effect().none();
    }

    private void digest(Chronicle state) {
        timers.cancel(LateForPoint.LATE);
        long term = state.term();
        context.pipeToSelf(
                Census.digest(
                        house.archive(),
                        experiment.orElseThrow().plan(),
                        state.latest().blocks()),
                (digest, error) -> error == null ? new Digested(term, digest) : new Unread(term, error, "end"));
    }

    private Effect<Event, Chronicle> onDigested(Chronicle state, Digested digested) {
        if (digested.term() != state.term() || state.end().isPresent()) {
            return Effect().none();
        }
        return end(new Event.Ended(State.FINISHED, "", digested.digest(), now()));
    }

    /** The term is over before its time: another begins, unless it would fail as well. */
    private Effect<Event, Chronicle> fail(Chronicle state, String reason, boolean node) {
        close();
        if (!node && state.fruitless() >= MOST_FRUITLESS) {
            return end(new Event.Ended(State.FAILED, reason, "", now()));
        }
        notice = reason;
        context.getLog().warn("run {}: term {} is over: {}", id, state.term(), reason);
        house.counters().recover();
        return again(state, new Open(reason));
    }

    private Effect<Event, Chronicle> end(Event.Ended ended) {
        return Effect().persist(ended).thenRun(after -> {
            over(ended.failure().isEmpty() ? "the run is over" : ended.failure());
            tell(after);
        });
    }

    private void over(String why) {
        close();
        refuseCheckpoints(why);
    }

    private void close() {
        performance.ifPresent(Performance::stop);
        performance = Optional.empty();
        trouble = "";
        house.counters().reaches(id, true);
        opening = false;
        passed = false;
        held.clear();
        leaving.clear();
        timers.cancel(LateForPoint.LATE);
    }

    /** No point will be made any more. */
    private void refuseCheckpoints(String why) {
        checkpoints.forEach(asked -> asked.tell(StatusReply.error(why)));
        checkpoints.clear();
    }

    private void tell(Chronicle state) {
        boolean dry = performance.filter(Performance::isDry).isPresent();
        if (state.charter().isPresent() && state(state) == State.RUNNING && !dry) {
            house.counters().goes(id, committed, !isPlaying());
        } else {
            house.counters().stands(id);
        }
        courier.ifPresent(to -> to.news(lastSequenceNumber(context), state.end().isPresent()));
        followers.tell(state.recent(), () -> view(state));
    }

    private View view(Chronicle state) {
        return new View(
                state(state),
                state.end().map(Event.Ended::failure).orElse(""),
                Stream.of(notice, trouble, courier.map(Courier::notice).orElse(""))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""),
                state.began(),
                state.epochs(),
                state.term(),
                Math.max(0, state.term() - 1),
                state.points().stream().map(Point::epochs).toList(),
                keys,
                gallery.map(all -> List.copyOf(all.names())).orElse(List.of()),
                state.layout(),
                state.end().map(ended -> Result.of(state, ended)));
    }

    private State state(Chronicle state) {
        if (claim.isLost()) {
            return State.FENCED;
        }
        return state.end().map(Event.Ended::how).orElse(state.paused() ? State.PAUSED : State.RUNNING);
    }

    private String now() {
        return house.clock().instant().toString();
    }
}
