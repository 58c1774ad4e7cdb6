package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.store.DeadLetter;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Inbox;
import io.isinglass.actors.store.Replay;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.sink.Displaced;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.sink.Parcel;
import io.isinglass.streams.sink.Pipe;
import io.isinglass.streams.sink.Reached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Brings what a run has committed to its sink, for as long as it is led from here. What is out of reach is tried again, for ever. */
final class Courier {

    /*
     * It reads the journal, and never what is on its way there: nothing is brought that is not committed, and what cannot
     * be brought now takes no memory and holds nobody up.
     *
     * How far the run has been brought is noted twice. The sink notes it together with what it gets, and that is why each
     * row comes once. The store notes it afterwards, for sinks that forget what has rested for long, and so that nobody is
     * asked for a run that has been brought whole.
     *
     * The journal forgets the oldest events. A sink may be waited for: the run is then held back in time, by what the journal is
     * sure to have. What has been passed over by a courier before this one is read from the store again, and until then it
     * counts as nothing: who begins anew can hold the run back for too long, but not too late.
     *
     * Who connects displaces whoever was connected. Who was displaced comes back when its run has written an event, which
     * none but the leader can, or after long: so that of two who believe to lead a run, the one that does prevails.
     *
     * Brokers that are away keep a thread waiting for seconds, so these are virtual ones: one at a time for each run.
     */

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration DISPLACED = Duration.ofMinutes(1);
    private static final Duration FAREWELL = Duration.ofSeconds(15);
    private static final Executor THREADS =
            errand -> Thread.ofVirtual().name("courier").start(errand);

    private final ActorSystem<?> system;
    private final Inbox inbox;
    private final Counters counters;
    private final String run;
    private final String began;
    private final Outlet outlet;
    private final int longestLag;
    private final Listener listener;
    private final List<CompletableFuture<Done>> waiting = new ArrayList<>();
    private final CompletableFuture<Done> ended = new CompletableFuture<>();
    private Pace pace = Pace.IDLE;
    private Optional<Pipe> pipe = Optional.empty();
    private Optional<Reached> at = Optional.empty();
    private Duration wait = FIRST_WAIT;
    private long events;
    private long passed;
    private long next;
    private boolean over;
    private boolean first;
    private boolean gapped;
    private boolean wanted;
    private boolean held;
    private String trouble = "";
    private String lost = "";

    /** What it does now. */
    private enum Pace {
        IDLE,
        BRINGS,
        /** Until it tries again. */
        RESTS,
        /** Until its run goes on, or it tries again. */
        DISPLACED,
        STOPPED
    }

    /** Who is told how it goes. */
    interface Listener {

        /** The sink of a run that just begins will never take anything. */
        void refused(String why);

        /** So much has been brought that the run need not wait any more. */
        void caughtUp();
    }

    private Courier(ActorSystem<?> system, House house, String run, Chronicle state, Outlet outlet, Listener listener) {
        this.system = system;
        this.inbox = house.inbox();
        this.counters = house.counters();
        this.run = run;
        this.began = state.began();
        this.first = state.term() <= 1 && state.end().isEmpty();
        this.outlet = outlet;
        this.longestLag = house.retention().longestLag();
        this.listener = listener;
    }

    /** Whether a run has a sink, told without what else its spec needs. */
    static boolean isWanted(Charter charter) {
        return Experiment.located(charter).spec().sink().isPresent();
    }

    /** Begins where the run was left, if its experiment has a sink. */
    static Optional<Courier> start(
            ActorSystem<?> system, House house, String run, Chronicle state, Experiment experiment, Listener listener) {
        return experiment.outlet().map(outlet -> new Courier(system, house, run, state, outlet, listener));
    }

    /** The journal of the run has come to event number {@code last}, and there may be more lines that were no record. */
    synchronized void news(long last, boolean noMore) {
        over |= noMore;
        if (last > events) {
            events = last;
            pace = pace == Pace.DISPLACED ? Pace.IDLE : pace;
            wanted = true;
        }
        hold(held && !over);
        wanted |= outlet.takesLetters();
        go();
    }

    /** What an operator should know; empty if nothing. Of a run that is over nobody asks again, so what may pass is not told. */
    synchronized String notice() {
        String what = held ? "the run waits until %s has taken rows: %s" : "rows wait for %s: %s";
        return trouble.isEmpty() || over ? lost : what.formatted(outlet.name(), trouble);
    }

    /**
     * Whether the run must not go on from event number {@code last}, as the journal could drop rows that have not been brought.
     * Then it is told when it may.
     */
    synchronized boolean isBehind(long last) {
        boolean behind = outlet.isWaitedFor() && !over && pace != Pace.STOPPED && last - passed > longestLag;
        if (behind && !held && !trouble.isEmpty()) {
            system.log().warn("run {} waits until {} has taken rows: {}", run, outlet.name(), trouble);
        }
        hold(behind);
        return behind;
    }

    private void hold(boolean now) {
        held = now;
        counters.waitsForSink(run, now);
    }

    /** Completes when all that has been committed is there; fails, saying what is not, where that takes too long. */
    synchronized CompletionStage<Done> delivered() {
        CompletableFuture<Done> all = new CompletableFuture<>();
        if (pace == Pace.STOPPED) {
            all.complete(Done.getInstance());
            return all;
        }
        waiting.add(all);
        wanted = true;
        system.scheduler().scheduleOnce(FAREWELL, () -> giveUp(all), system.executionContext());
        go();
        return all;
    }

    private synchronized void giveUp(CompletableFuture<Done> one) {
        waiting.remove(one);
        one.completeExceptionally(new StatusReply.ErrorMessage("%s has no rows from number %d on%s"
                .formatted(outlet.name(), next, trouble.isEmpty() ? " yet" : ": " + trouble)));
    }

    /** Ends it; completes when nothing of it is under way any more. */
    synchronized CompletionStage<Done> stop() {
        if (pace != Pace.STOPPED && pace != Pace.BRINGS) {
            ended.complete(Done.getInstance());
        }
        pace = Pace.STOPPED;
        leave();
        hold(false);
        counters.delivers(run, true);
        settle();
        return ended;
    }

    private void settle() {
        waiting.forEach(one -> one.complete(Done.getInstance()));
        waiting.clear();
    }

    private void leave() {
        pipe.ifPresent(connected -> THREADS.execute(connected::close));
        pipe = Optional.empty();
        at = Optional.empty();
        gapped = false;
    }

    private synchronized void again() {
        pace = pace == Pace.RESTS || pace == Pace.DISPLACED ? Pace.IDLE : pace;
        wanted = true;
        go();
    }

    private synchronized void go() {
        if (pace != Pace.IDLE || !wanted) {
            return;
        }
        pace = Pace.BRINGS;
        wanted = false;
        // A portion at a time, each a chain of its own: else what has been brought would be held until the last has.
        portion().whenComplete(this::onPortion);
    }

    private synchronized void onPortion(Boolean more, Throwable error) {
        if (pace == Pace.STOPPED) {
            leave();
            ended.complete(Done.getInstance());
            return;
        }
        pace = Pace.IDLE;
        if (error != null) {
            onFailure(error);
            return;
        }
        wanted |= more;
        if (wanted) {
            go();
            return;
        }
        reaches("");
        settle();
        if (over) {
            leave();
        }
    }

    private void onFailure(Throwable error) {
        Throwable cause = Failures.cause(error);
        leave();
        if (cause instanceof Displaced) {
            pace = Pace.DISPLACED;
            system.log().debug("run {}: {} is written to by another", run, outlet.name());
            system.scheduler().scheduleOnce(DISPLACED, this::again, system.executionContext());
            return;
        }
        if (cause instanceof Refused no && first) {
            stop();
            listener.refused(no.getMessage());
            return;
        }
        pace = Pace.RESTS;
        first = false;
        reaches(Failures.reason(cause));
        system.scheduler().scheduleOnce(wait, this::again, system.executionContext());
        wait = Failures.longer(wait, LONGEST_WAIT);
    }

    /** Says once that it does not go on, and once that it does again. */
    private void reaches(String why) {
        if (trouble.isEmpty() && !why.isEmpty()) {
            system.log().warn("run {}: rows wait for {}: {}", run, outlet.name(), why);
        }
        if (!trouble.isEmpty() && why.isEmpty()) {
            system.log().info("run {}: {} is in reach again", run, outlet.name());
        }
        trouble = why;
        wait = why.isEmpty() ? FIRST_WAIT : wait;
        counters.delivers(run, why.isEmpty());
    }

    /** Brings what comes next; completes with whether there may be more. */
    private CompletionStage<Boolean> portion() {
        Optional<Reached> from = here();
        if (from.isEmpty()) {
            return inbox.sent(run).thenCompose(this::begin);
        }
        return gather(from.get()).thenCompose(this::bring);
    }

    private synchronized Optional<Reached> here() {
        return at;
    }

    /** A run that just begins connects at once, so that it is told early what will never do. */
    private CompletionStage<Boolean> begin(Reached noted) {
        if (isFirst()) {
            return connect(noted);
        }
        reach(noted);
        return CompletableFuture.completedFuture(true);
    }

    private synchronized boolean isFirst() {
        return first;
    }

    private synchronized void reach(Reached reached) {
        at = Optional.of(reached);
        next = reached.rows();
        passed = Math.max(passed, reached.events());
        if (held && events - passed <= longestLag) {
            hold(false);
            listener.caughtUp();
        }
    }

    private CompletionStage<Boolean> connect(Reached noted) {
        return Errand.on(THREADS, () -> {
            connected(outlet.open(run, began), noted);
            return true;
        });
    }

    private synchronized void connected(Pipe opened, Reached noted) {
        pipe = Optional.of(opened);
        reach(opened.reached().map(noted::or).orElse(noted));
        if (pace == Pace.STOPPED) {
            leave();
        }
    }

    private CompletionStage<Portion> gather(Reached from) {
        CompletionStage<List<DeadLetter>> letters = outlet.takesLetters()
                ? inbox.letters(run, from.line(), Portion.LETTERS)
                : CompletableFuture.completedFuture(List.of());
        return Replay.page(system, PersistenceId.of("run", run).id(), from.events() + 1, Portion.EVENTS)
                .thenCombine(letters, (page, lines) -> Portion.after(from, page, lines, isGapped()));
    }

    private synchronized boolean isGapped() {
        return gapped;
    }

    private CompletionStage<Boolean> bring(Portion portion) {
        Parcel parcel = portion.parcel();
        if (parcel.isEmpty()) {
            pass(portion);
            return CompletableFuture.completedFuture(portion.more());
        }
        Optional<Pipe> connected = pipe();
        if (connected.isEmpty()) {
            return connect(here().orElseThrow());
        }
        return Errand.on(THREADS, () -> {
                    connected.get().send(parcel);
                    return parcel.after();
                })
                .thenCompose(after -> inbox.sent(run, after))
                .thenApply(after -> {
                    brought(portion);
                    return portion.more();
                });
    }

    private synchronized Optional<Pipe> pipe() {
        return pipe;
    }

    private synchronized void pass(Portion portion) {
        reach(portion.parcel().after());
        gapped = portion.leavesGap();
    }

    private synchronized void brought(Portion portion) {
        pass(portion);
        first = false;
        reaches("");
        if (portion.lost() > 0) {
            lost = "%d rows before number %d were dropped from the journal before %s could have them"
                    .formatted(
                            portion.lost(), portion.parcel().rows().getFirst().seq(), outlet.name());
            system.log().warn("run {}: {}", run, lost);
            counters.lose(portion.lost());
        }
    }
}
