package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Delivery;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Inbox;
import io.isinglass.config.Located;
import io.isinglass.streams.metric.Feed;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.serve.SavedModel;
import io.isinglass.streams.source.Intake;
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
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A run as this node sees it, wherever its conductor lives: the rows that have been committed, and where it stands. */
public final class Run {

    /*
     * The run is followed by asking its conductor for what comes after the last row seen. So what is seen is gapless and
     * free of doubles however often the conductor moves; what does not answer is asked again.
     */

    private static final Duration SPEED_WINDOW = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration FAREWELL = Duration.ofSeconds(30);
    private static final Duration COPYING = Duration.ofMinutes(1);
    private static final Duration UNHEARD = Followers.BREATH.multipliedBy(2);
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final int KEY_NUMBERS = 4;

    private final String id;
    private final Located located;
    private final Supplier<Experiment> experiment;
    private final ActorSystem<?> system;
    private final Inbox inbox;
    private final Archive archive;
    private final boolean takes;
    private final RecipientRef<Conductor.Command> conductor;
    private final Optional<OutFolder> out;
    private final Executor threads;
    private final Clock clock = Clock.systemUTC();
    private final Instant began;
    private final Feed feed;
    private final Map<String, Row> last = new LinkedHashMap<>();
    private final Deque<Pair<Instant, Long>> recent = new ArrayDeque<>();
    private final CompletableFuture<Run> heard = new CompletableFuture<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private CompletableFuture<Experiment> bound = CompletableFuture.failedFuture(new IllegalStateException("not yet"));
    private Instant ended;
    private Optional<View> view = Optional.empty();
    private long seen;
    private long epochs;
    private int mark;
    private boolean left;

    private Run(
            Charter charter, Node node, RecipientRef<Conductor.Command> conductor, Optional<OutFolder> out, int ring) {
        this.id = charter.run();
        this.located = Experiment.located(charter);
        this.experiment = () -> node.experiment(charter);
        this.system = node.system();
        this.inbox = node.inbox();
        this.archive = node.archive();
        this.takes = node.reachesRuns();
        this.conductor = conductor;
        this.out = out;
        this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.began = clock.instant();
        this.ended = began;
        this.seen = out.map(OutFolder::lastRow).orElse(-1L);
        this.feed = new Feed(ring, seen + 1);
    }

    /**
     * Follows a run.
     *
     * @param out where its rows and its result are written; the run then waits for the disk
     * @param ring how many rows are kept for live readers
     */
    public static Run follow(
            Node node, Charter charter, RecipientRef<Conductor.Command> conductor, Optional<OutFolder> out, int ring) {
        Run run = new Run(charter, node, conductor, out, ring);
        run.ask();
        return run;
    }

    private void ask() {
        CompletionStage<Conductor.News> news = AskPattern.ask(
                conductor,
                replyTo -> new Conductor.Follow(seen, out.isPresent() ? "folder" : "", mark, replyTo),
                UNHEARD,
                system.scheduler());
        // What has nothing to write needs no thread of its own.
        if (out.isPresent()) {
            news.whenCompleteAsync(this::onNews, threads);
        } else {
            news.whenComplete(this::onNews);
        }
    }

    private void onNews(Conductor.News news, Throwable error) {
        if (isLeft()) {
            return;
        }
        if (error != null) {
            mark = 0;
            system.scheduler().scheduleOnce(AGAIN, this::ask, system.executionContext());
            return;
        }
        try {
            out.ifPresent(folder -> folder.append(news.rows()));
        } catch (UncheckedIOException e) {
            turn(Conductor.Knob.STOP);
            fail(e.getMessage());
            return;
        }
        note(news);
        feed.append(news.rows());
        boolean whole = news.view().result().isEmpty()
                || news.rows().isEmpty()
                || news.rows().getLast().seq() == lastOf(news.view());
        boolean over = news.view().state().isOver() && whole;
        if (over) {
            conclude(news.view());
        }
        // Nobody who has waited to hear of it is told that a run goes on that is over.
        heard.complete(this);
        if (!over) {
            ask();
        }
    }

    private static long lastOf(View view) {
        return view.result().orElseThrow().rows().values().stream()
                .mapToLong(Row::seq)
                .max()
                .orElse(-1);
    }

    private synchronized void note(Conductor.News news) {
        news.rows().forEach(row -> last.put(row.key(), row));
        if (!news.rows().isEmpty()) {
            seen = news.rows().getLast().seq();
        }
        view = Optional.of(news.view());
        mark = news.view().mark();
        epochs = news.view().epochs();
        Instant now = clock.instant();
        recent.addLast(Pair.create(now, epochs));
        while (recent.size() > 2 && recent.getFirst().first().plus(SPEED_WINDOW).isBefore(now)) {
            recent.removeFirst();
        }
    }

    private void conclude(View over) {
        if (over.state() == State.FAILED || over.state() == State.FENCED) {
            fail(over.state() == State.FENCED ? over.notice() : over.failure());
            return;
        }
        if (out.isEmpty()) {
            complete(over.result().orElseThrow());
            return;
        }
        inbox.letters(id)
                .thenCombine(pictures(over.pictures()), Pair::create)
                .thenCombineAsync(
                        learned(over),
                        (both, model) -> {
                            finish(over.result().orElseThrow(), both.first(), both.second(), model);
                            return Done.getInstance();
                        },
                        threads)
                .exceptionally(error -> {
                    fail(Failures.reason(error));
                    return Done.getInstance();
                });
    }

    /** What it has learned, as it was kept last; nothing of a run that was stopped before it was kept. */
    private CompletionStage<Optional<SavedModel>> learned(View over) {
        return over.points().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : model(-1).thenApply(Optional::of).exceptionally(error -> {
                    system.log().warn("what run {} has learned is not written: {}", id, Failures.reason(error));
                    return Optional.empty();
                });
    }

    private CompletionStage<Map<String, byte[]>> pictures(List<String> names) {
        CompletionStage<Map<String, byte[]>> all = CompletableFuture.completedFuture(new LinkedHashMap<>());
        for (String name : names) {
            all = all.thenCombine(picture(name), (pictures, looked) -> {
                looked.ifPresent(picture -> pictures.put(name, picture.bytes()));
                return pictures;
            });
        }
        return all;
    }

    private void finish(
            Result concluded, Inbox.Letters lost, Map<String, byte[]> pictures, Optional<SavedModel> model) {
        try {
            if (model.isPresent()) {
                out.orElseThrow().keep(model.get());
            }
            out.orElseThrow().finish(concluded, lost.lines(), pictures);
        } catch (IOException e) {
            throw new UncheckedIOException("the result cannot be written: " + e.getMessage(), e);
        }
        complete(concluded);
    }

    private void complete(Result concluded) {
        end();
        result.complete(concluded);
        feed.end();
    }

    private void fail(String reason) {
        end();
        heard.complete(this);
        result.completeExceptionally(new IllegalStateException(reason));
        feed.end();
    }

    /** Live readers come to their end after this, so that they find the run over. */
    private synchronized void end() {
        ended = clock.instant();
    }

    /** The latest picture of a name, if there is one. */
    public CompletionStage<Optional<Conductor.Looked>> picture(String name) {
        return AskPattern.<Conductor.Command, Conductor.Looked>askWithStatus(
                        conductor, replyTo -> new Conductor.Look(name, replyTo), PATIENCE, system.scheduler())
                .thenApply(Optional::of)
                .exceptionally(error -> {
                    Throwable cause = Failures.cause(error);
                    if (cause instanceof StatusReply.ErrorMessage) {
                        return Optional.empty();
                    }
                    throw new CompletionException(cause);
                });
    }

    /**
     * What it had learned after so many epochs, which must be one of its points; −1: the last of them. Fails where there is no
     * such, saying which there are.
     */
    public CompletionStage<SavedModel> model(long epochs) {
        return AskPattern.askWithStatus(
                        conductor,
                        (ActorRef<StatusReply<Base>> replyTo) -> new Conductor.Find(epochs, replyTo),
                        PATIENCE,
                        system.scheduler())
                .thenCompose(base -> model(base.point()));
    }

    private CompletionStage<SavedModel> model(Point point) {
        return point.memory()
                .map(stored -> archive.open(stored)
                        .thenCombineAsync(
                                bound(),
                                (bytes, experiment) -> Learnt.of(id, experiment, point.epochs(), bytes),
                                threads))
                .orElseGet(() -> refused("the run has learned nothing yet: it began from the fields of another"));
    }

    /** Turns a knob of the run; completes when it has turned, fails with the reason if it did not. */
    public CompletionStage<Done> turn(Conductor.Knob knob) {
        return AskPattern.askWithStatus(
                conductor, replyTo -> new Conductor.Turn(knob, replyTo), PATIENCE, system.scheduler());
    }

    /** Completes when all that it has committed is where its spec has it sent; fails, saying what is not, if that takes long. */
    public CompletionStage<Done> delivered() {
        return AskPattern.askWithStatus(conductor, Conductor.Deliver::new, FAREWELL, system.scheduler());
    }

    /** Lines that were no record. */
    public CompletionStage<Inbox.Letters> letters() {
        return inbox.letters(id);
    }

    /**
     * Brings lines to the run; completes with what became of them, when those that it has taken are safe and it knows of them.
     *
     * @param most records that may wait to be learned from
     */
    public CompletionStage<Delivery.Outcome> deliver(Delivery delivery, int most) {
        return bound().thenCompose(experiment -> deliver(experiment, delivery, most));
    }

    private CompletionStage<Delivery.Outcome> deliver(Experiment experiment, Delivery delivery, int most) {
        Optional<Intake> intake = experiment.intake();
        if (intake.isEmpty() || experiment.supply().isPresent()) {
            return refused("the run takes no records: its data are not of the kind push");
        }
        if (!takes) {
            return refused("the nodes share no data base, and the run may be on another: the store must be PostgreSQL");
        }
        State state = progress().state();
        if (state.isOver() && state != State.FINISHED) {
            return refused("the run is over: it is " + state.label());
        }
        long learned = view().map(View::epochs).orElse(0L) * experiment.batch();
        return inbox.take(id, intake.get(), delivery, learned, most)
                .thenCompose(outcome -> outcome instanceof Delivery.Taken taken && !state.isOver()
                        ? tell(taken).thenApply(_ -> outcome)
                        : CompletableFuture.completedFuture(outcome));
    }

    /** What its spec stands for, once its data have been looked at; fails where they cannot be, and is tried again then. */
    private synchronized CompletionStage<Experiment> bound() {
        if (bound.isCompletedExceptionally()) {
            bound = CompletableFuture.supplyAsync(experiment, threads);
        }
        return bound;
    }

    private static <T> CompletionStage<T> refused(String why) {
        return CompletableFuture.failedFuture(new StatusReply.ErrorMessage(why));
    }

    private CompletionStage<Done> tell(Delivery.Taken taken) {
        return AskPattern.ask(
                conductor,
                replyTo -> new Conductor.Arrived(taken.records(), taken.closed(), replyTo),
                PATIENCE,
                system.scheduler());
    }

    /** A point of the run, copied for another. */
    CompletionStage<Base> copy(long at, String to) {
        return AskPattern.askWithStatus(
                conductor,
                (ActorRef<StatusReply<Base>> replyTo) -> new Conductor.Copy(at, to, replyTo),
                COPYING,
                system.scheduler());
    }

    /** Ends the run before its time: the epoch under way is not counted. */
    public void stop() {
        turn(Conductor.Knob.STOP).exceptionally(error -> {
            system.log().debug("run {} was not stopped: {}", id, Failures.reason(error));
            return Done.getInstance();
        });
    }

    /** The run cannot be begun. */
    void refuse(String reason) {
        leave();
        fail(reason);
    }

    /** Follows no longer. */
    synchronized void leave() {
        left = true;
    }

    private synchronized boolean isLeft() {
        return left;
    }

    public String id() {
        return id;
    }

    /** When it began; before that is known, since when it is followed. */
    public synchronized Instant began() {
        return view.map(View::began)
                .filter(at -> !at.isEmpty())
                .map(Instant::parse)
                .orElse(began);
    }

    /** Its spec, in the form in which it is kept. */
    public Located located() {
        return located;
    }

    public Feed feed() {
        return feed;
    }

    /** Completes when the run has ended and all is written; with an error when it failed. */
    public CompletionStage<Result> result() {
        return result;
    }

    /** Completes when it is known where the run stands; late, or never, when its conductor cannot be reached. */
    CompletionStage<Run> heard() {
        return heard;
    }

    /** Where the conductor last said that the run stands; empty before it has been heard. */
    public synchronized Optional<View> view() {
        return view;
    }

    /** Why the run failed; empty if it did not. */
    public synchronized String failure() {
        return result.isCompletedExceptionally()
                ? Failures.reason(result.exceptionNow())
                : view.map(View::failure).orElse("");
    }

    public synchronized Progress progress() {
        State state = result.isCompletedExceptionally()
                ? view.map(View::state).filter(State::isOver).orElse(State.FAILED)
                : result.isDone() ? result.resultNow().state() : standing();
        Instant now = state.isOver() ? ended : clock.instant();
        long sweeps = located.spec().schedule().sweeps();
        return new Progress(
                state,
                epochs,
                located.spec().schedule().epochs(),
                epochs * sweeps,
                speed(state) * sweeps,
                Duration.between(began(), now),
                key());
    }

    /** Over only when all is written. */
    private State standing() {
        return view.map(View::state).filter(state -> !state.isOver()).orElse(State.RUNNING);
    }

    private List<Row> key() {
        List<Row> told = view.map(View::keys).orElse(List.of()).stream()
                .filter(last::containsKey)
                .map(last::get)
                .toList();
        return (told.isEmpty() ? List.copyOf(last.values()) : told)
                .stream().limit(KEY_NUMBERS).toList();
    }

    /** Epochs a second, lately; over the whole run when it has ended. */
    private double speed(State state) {
        if (state.isOver()) {
            double seconds = Duration.between(began(), ended).toNanos() * 1e-9;
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
