package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import io.isinglass.actors.block.Grid;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Sealed;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.source.Standing;
import io.isinglass.streams.source.Supply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A term of a run while it is played: the blocks, the loop of the epochs, and the way by which records come in. What becomes of
 * it is told to the conductor, in messages that name the term; what it commits, the conductor writes.
 */
final class Performance {

    private static final Duration LONGEST_EPOCH = Duration.ofDays(7);

    /** Records that are pushed and that a run may have learned from since it was last kept. */
    private static final int MOST_RECORDS = 50_000;

    private final ActorContext<Conductor.Command> context;
    private final ActorRef<Conductor.Command> conductor;
    private final House house;
    private final String id;
    private final long term;
    private final Experiment plays;
    private final Points points;
    private final Optional<Inlet> inlet;
    private Optional<Ferry> ferry = Optional.empty();
    private Optional<Passage> passage = Optional.empty();
    private Optional<ActorRef<Grid.Command>> grid = Optional.empty();

    /** A performance that has not begun; records that come are counted from now on. */
    Performance(
            ActorContext<Conductor.Command> context,
            House house,
            String id,
            long term,
            Experiment plays,
            Points points) {
        this.context = context;
        this.conductor = context.getSelf();
        this.house = house;
        this.id = id;
        this.term = term;
        this.plays = plays;
        this.points = points;
        this.inlet = plays.intake().map(_ -> new Inlet(house.inbox(), id));
    }

    /** Fetches what the loop remembered, and how many records there are to go on with. */
    void recall(Point from) {
        CompletionStage<Standing> standing =
                inlet.isPresent() ? house.inbox().standing(id) : CompletableFuture.completedFuture(Standing.NONE);
        CompletionStage<Optional<byte[]>> memory = from.memory()
                .map(stored -> house.archive().open(stored).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        context.pipeToSelf(
                memory.thenCombine(standing, (bytes, stands) -> new Conductor.Recalled(term, from, bytes, stands)),
                (recalled, error) -> error == null
                        ? recalled
                        : new Conductor.Unread(
                                term, error, from.memory().map(Sealed::key).orElse("")));
    }

    /**
     * Begins.
     *
     * @param cast how the blocks enter
     * @param news where the conductor hears of them
     * @param isAwaited whether its first epoch is to be kept
     * @throws RuntimeException if what the loop remembered is not what this experiment remembers
     */
    void begin(Conductor.Recalled recalled, Grid.Term cast, ActorRef<Grid.News> news, boolean isAwaited) {
        arrived(recalled.standing().records(), recalled.standing().closed());
        Passage next = new Passage(
                inlet.map(plays::fedBy).orElse(plays), recalled.from().epochs(), recalled.memory(), house.clock());
        ActorRef<Grid.Command> blocks = context.spawn(Grid.create(cast, house.blocks(), news), "grid-" + term);
        grid = Optional.of(blocks);
        passage = Optional.of(next);
        points.begin(recalled.from().epochs(), end());
        if (isAwaited) {
            points.want();
        }
        if (!recalled.standing().closed()) {
            ferry = plays.supply().map(this::ferry);
        }
        next.start(context.getSystem(), order -> sweep(blocks, order), this::keeps, this::bury, this::commit)
                .whenCompleteAsync((_, error) -> conductor.tell(passed(error)), context.getExecutionContext());
    }

    private Conductor.Passed passed(Throwable error) {
        return error == null
                ? new Conductor.Passed(term, "", false)
                : new Conductor.Passed(term, Failures.reason(error), inlet.isPresent() && Failures.mayPass(error));
    }

    /** What brings the records that the run fetches by itself. */
    private Ferry ferry(Supply supply) {
        ActorRef<Done> nobody = context.getSystem().ignoreRef();
        Ferry.Listener listener = new Ferry.Listener() {
            @Override
            public void arrived(Standing standing) {
                conductor.tell(new Conductor.Arrived(standing.records(), standing.closed(), nobody));
            }

            @Override
            public void waits(String why) {
                conductor.tell(new Conductor.Fetching(term, why, true));
            }

            @Override
            public void refused(String why) {
                conductor.tell(new Conductor.Fetching(term, why, false));
            }
        };
        return Ferry.start(
                context.getSystem(),
                house.inbox(),
                id,
                supply,
                plays.intake().orElseThrow(),
                inlet.orElseThrow(),
                listener);
    }

    private CompletionStage<Sample> sweep(ActorRef<Grid.Command> blocks, Order order) {
        return AskPattern.askWithStatus(
                blocks,
                replyTo -> new Grid.Perform(order, replyTo),
                LONGEST_EPOCH,
                context.getSystem().scheduler());
    }

    /**
     * Whether the run is kept as it is after an epoch. Records may be dropped only behind where it was kept; and where it
     * has none to go on with, there is time.
     */
    private boolean keeps(long epoch) {
        long batch = plays.batch();
        if (inlet.isPresent() && (epoch + 2) * batch > inlet.get().records()) {
            points.rest();
        }
        if (inlet.isPresent() && (epoch - points.kept()) * batch >= MOST_RECORDS) {
            points.want();
        }
        return points.keeps(epoch);
    }

    /** Lines that were no record are safe before the epoch that met them is committed. */
    private CompletionStage<Done> bury(Heard heard) {
        Batch batch = heard.learned().batch();
        List<Frame.Rejection> rejected = batch.isNew()
                ? batch.frames().stream()
                        .flatMap(frame -> frame.rejected().stream())
                        .toList()
                : List.of();
        return rejected.isEmpty()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : house.inbox().bury(id, rejected).thenApply(_ -> Done.getInstance());
    }

    private CompletionStage<Done> commit(Heard heard) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        conductor.tell(new Conductor.Commit(term, heard, done));
        return done;
    }

    /** After how many epochs the run ends; empty: nobody knows yet. */
    private OptionalLong end() {
        if (inlet.isEmpty()) {
            return plays.length();
        }
        OptionalLong records = inlet.get().end();
        return records.isPresent() ? OptionalLong.of(Math.ceilDiv(records.getAsLong(), (long) plays.batch())) : records;
    }

    boolean isPlaying() {
        return passage.isPresent();
    }

    /** Whether it waits for records. */
    boolean isDry() {
        return inlet.filter(Inlet::isDry).isPresent();
    }

    /** Whether it fetches records by itself. */
    boolean fetches() {
        return ferry.isPresent();
    }

    /** Whether its records come through the inbox, which drops what is needed no more. */
    boolean hasInlet() {
        return inlet.isPresent();
    }

    void arrived(long records, boolean closed) {
        inlet.ifPresent(way -> {
            way.arrived(records, closed);
            points.end(end());
        });
    }

    /** Ends it; nothing of it is committed any more. */
    void stop() {
        passage.ifPresent(Passage::stop);
        ferry.ifPresent(Ferry::stop);
        grid.ifPresent(blocks -> blocks.tell(Grid.Disband.DISBAND));
    }
}
