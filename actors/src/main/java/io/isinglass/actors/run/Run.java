package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Resumption;
import io.isinglass.streams.metric.Feed;
import io.isinglass.streams.metric.Meter;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowChain;
import io.isinglass.streams.metric.RowJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * An experiment under way: its conductor, its loop as a running stream, and what the loop has shown so far.
 *
 * <p>The stream is the one writer of what others read here.
 */
public final class Run {

    /** An epoch may take so long; a block that fails is told at once, so this only bounds what nobody told. */
    private static final Duration LONGEST_EPOCH = Duration.ofDays(7);

    private static final Duration SPEED_WINDOW = Duration.ofSeconds(3);
    private static final int KEY_NUMBERS = 4;

    private final String id;
    private final Experiment experiment;
    private final ActorSystem<?> system;
    private final ActorRef<Conductor.Command> conductor;
    private final Optional<OutFolder> out;
    private final Clock clock;
    private final Instant began;
    private final Feed feed;
    private final Gallery gallery;
    private final Meter meter;
    private final RowChain digest = new RowChain();
    private final Map<String, Row> last = new LinkedHashMap<>();
    private final Deque<Pair<Instant, Long>> recent = new ArrayDeque<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private UniqueKillSwitch killSwitch;
    private State state = State.RUNNING;
    private Instant ended;
    private String failure = "";
    private List<String> key = List.of();
    private long epochs;
    private boolean stopping;

    private Run(
            String id,
            Experiment experiment,
            ActorSystem<?> system,
            ActorRef<Conductor.Command> conductor,
            Optional<OutFolder> out,
            int ring) {
        this.id = id;
        this.experiment = experiment;
        this.system = system;
        this.conductor = conductor;
        this.out = out;
        this.clock = Clock.systemUTC();
        this.began = clock.instant();
        this.ended = began;
        this.feed = new Feed(ring);
        this.gallery = new Gallery(experiment);
        this.meter = new Meter(
                experiment.spec().name(),
                experiment.plan().cut().lattice(),
                experiment.plan().dynamics().model(),
                experiment.chains(),
                experiment.spec().schedule().warmup(),
                clock);
    }

    /**
     * Starts a run.
     *
     * @param ring how many rows are kept for live readers
     */
    public static Run start(
            ActorSystem<?> system, String id, Experiment experiment, Optional<OutFolder> out, int ring) {
        ActorRef<Conductor.Command> conductor =
                system.systemActorOf(Conductor.create(experiment.plan()), "run-" + id, akka.actor.typed.Props.empty());
        Run run = new Run(id, experiment, system, conductor, out, ring);
        run.open();
        return run;
    }

    private void open() {
        Source<ByteString, UniqueKillSwitch> lines = Loop.of(
                        this::perform, experiment.learners(), experiment::batches, experiment.pace(), Resumption.none())
                .viaMat(KillSwitches.single(), Keep.right())
                .map(this::onLearned)
                .map(Run::lines);
        Sink<ByteString, CompletionStage<Done>> sink = out.map(
                        folder -> folder.metrics().mapMaterializedValue(io -> io.thenApply(_ -> Done.getInstance())))
                .orElseGet(Sink::ignore);
        Pair<UniqueKillSwitch, CompletionStage<Done>> running =
                lines.toMat(sink, Keep.both()).run(system);
        synchronized (this) {
            killSwitch = running.first();
        }
        running.second().thenCompose(_ -> finish()).whenComplete(this::close);
    }

    private CompletionStage<Sample> perform(Order order) {
        return AskPattern.askWithStatus(
                conductor, replyTo -> new Conductor.Perform(order, replyTo), LONGEST_EPOCH, system.scheduler());
    }

    private List<Row> onLearned(Learned learned) {
        List<Row> rows = meter.rows(learned);
        gallery.show(learned);
        feed.append(rows);
        note(learned, rows);
        return rows;
    }

    private synchronized void note(Learned learned, List<Row> rows) {
        digest.add(rows);
        rows.forEach(row -> last.put(row.key(), row));
        epochs++;
        if (key.isEmpty() || key.size() < KEY_NUMBERS) {
            List<String> told = learned.lesson().readings().stream()
                    .map(Reading::key)
                    .limit(KEY_NUMBERS)
                    .toList();
            key = told.isEmpty()
                    ? rows.stream().map(Row::key).limit(KEY_NUMBERS).toList()
                    : told;
        }
        Instant now = clock.instant();
        recent.addLast(Pair.create(now, epochs));
        while (recent.size() > 2 && recent.getFirst().first().plus(SPEED_WINDOW).isBefore(now)) {
            recent.removeFirst();
        }
    }

    private static ByteString lines(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(RowJson.line(row)).append('\n'));
        return ByteString.fromString(text.toString());
    }

    private CompletionStage<Result> finish() {
        if (isStopping()) {
            return CompletableFuture.completedFuture(conclude(State.STOPPED, ""));
        }
        return AskPattern.<Conductor.Command, String>askWithStatus(
                        conductor, Conductor.Digest::new, LONGEST_EPOCH, system.scheduler())
                .thenApply(field -> conclude(State.FINISHED, field));
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private Result conclude(State how, String field) {
        Result concluded;
        synchronized (this) {
            concluded = new Result(
                    experiment.spec().name(),
                    how,
                    experiment.spec().seed(),
                    Version.text(),
                    experiment.located().specHash(),
                    field,
                    digest.hex(),
                    epochs,
                    epochs * experiment.pace().sweeps(),
                    last);
        }
        out.ifPresent(folder -> write(folder, concluded));
        return concluded;
    }

    private void write(OutFolder folder, Result concluded) {
        try {
            folder.finish(concluded, gallery);
        } catch (IOException e) {
            throw new UncheckedIOException("the result cannot be written: " + e.getMessage(), e);
        }
    }

    private void close(Result concluded, Throwable error) {
        synchronized (this) {
            ended = clock.instant();
            state = error == null ? concluded.state() : State.FAILED;
            failure = error == null ? "" : reason(error);
        }
        conductor.tell(Conductor.Stop.STOP);
        feed.end();
        if (error == null) {
            result.complete(concluded);
        } else {
            system.log().error("run {} failed", id, error);
            result.completeExceptionally(new IllegalStateException(failure));
        }
    }

    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends the run before its time: the epoch under way is not counted. */
    public synchronized void stop() {
        stopping = true;
        killSwitch.shutdown();
    }

    public String id() {
        return id;
    }

    public Instant began() {
        return began;
    }

    public Experiment experiment() {
        return experiment;
    }

    public Feed feed() {
        return feed;
    }

    public Gallery gallery() {
        return gallery;
    }

    /** Completes when the run has ended and all is written; with an error when it failed. */
    public CompletionStage<Result> result() {
        return result;
    }

    /** Why the run failed; empty if it did not. */
    public synchronized String failure() {
        return failure;
    }

    public synchronized Progress progress() {
        Instant now = state == State.RUNNING ? clock.instant() : ended;
        long sweeps = experiment.pace().sweeps();
        return new Progress(
                state,
                epochs,
                experiment.spec().schedule().epochs(),
                epochs * sweeps,
                speed() * sweeps,
                Duration.between(began, now),
                key.stream().filter(last::containsKey).map(last::get).toList());
    }

    /** Epochs a second, lately; over the whole run when it has ended. */
    private double speed() {
        if (state != State.RUNNING) {
            double seconds = Duration.between(began, ended).toNanos() * 1e-9;
            return seconds > 0 ? epochs / seconds : 0;
        }
        if (recent.size() < 2) {
            return 0;
        }
        Pair<Instant, Long> from = recent.getFirst();
        Pair<Instant, Long> to = recent.getLast();
        double seconds = Duration.between(from.first(), to.first()).toNanos() * 1e-9;
        return seconds > 0 ? (to.second() - from.second()) / seconds : 0;
    }
}
