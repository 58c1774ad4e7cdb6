package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Inbox;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.source.Intake;
import io.isinglass.streams.source.Mark;
import io.isinglass.streams.source.Standing;
import io.isinglass.streams.source.Supply;
import io.isinglass.streams.source.Tap;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Brings what a run fetches into the inbox, for as long as a term is. What is out of reach is tried again, for ever. */
final class Ferry {

    /*
     * The records, the marks behind them and how far all lines have come are one transaction, which only happens where they
     * stand as this ferry believes. So it may die anywhere, and there may even be two: each message is taken once.
     *
     * One haul after the other, and each only when fewer records wait than may: a slow run reads its topic slowly.
     */

    private static final int MOST_WAITING = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Executor threads;
    private final Inbox inbox;
    private final String run;
    private final Supply supply;
    private final Intake intake;
    private final Inlet inlet;
    private final Listener listener;
    private Duration wait = FIRST_WAIT;
    private Optional<UniqueKillSwitch> under = Optional.empty();
    private boolean begun;
    private boolean stopped;

    /** Who is told how it goes. */
    interface Listener {

        /** So far the lines have come. */
        void arrived(Standing standing);

        /** The supply is out of reach; empty: it is in reach again. */
        void waits(String why);

        /** It will never be had. */
        void refused(String why);
    }

    private Ferry(
            ActorSystem<?> system,
            Inbox inbox,
            String run,
            Supply supply,
            Intake intake,
            Inlet inlet,
            Listener listener) {
        this.system = system;
        this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.inbox = inbox;
        this.run = run;
        this.supply = supply;
        this.intake = intake;
        this.inlet = inlet;
        this.listener = listener;
    }

    static Ferry start(
            ActorSystem<?> system,
            Inbox inbox,
            String run,
            Supply supply,
            Intake intake,
            Inlet inlet,
            Listener listener) {
        Ferry ferry = new Ferry(system, inbox, run, supply, intake, inlet, listener);
        ferry.go();
        return ferry;
    }

    private synchronized void go() {
        if (stopped) {
            return;
        }
        Pair<UniqueKillSwitch, CompletionStage<Done>> voyage = Source.unfoldResourceAsync(
                        this::open, Voyage::next, Voyage::close)
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(Sink.ignore(), Keep.both())
                .run(system);
        under = Optional.of(voyage.first());
        voyage.second().whenComplete((_, error) -> {
            if (error != null) {
                onFailure(error);
            }
        });
    }

    private synchronized void onFailure(Throwable error) {
        if (stopped) {
            return;
        }
        if (Failures.cause(error) instanceof Refused refused && !(begun && supply.mayComeBack())) {
            listener.refused(refused.getMessage());
            return;
        }
        listener.waits(Failures.reason(error));
        system.scheduler().scheduleOnce(wait, this::go, system.executionContext());
        wait = Failures.longer(wait, LONGEST_WAIT);
    }

    /** From now on what is refused may pass: it was there once. */
    private synchronized void begun() {
        begun = true;
    }

    private synchronized void goesWell() {
        wait = FIRST_WAIT;
    }

    synchronized void stop() {
        stopped = true;
        under.ifPresent(UniqueKillSwitch::shutdown);
    }

    private CompletionStage<Voyage> open() {
        return inbox.fetched(run)
                .thenCompose(before -> Errand.on(threads, () -> connect(before)).thenCompose(Function.identity()));
    }

    /** Sets the marks that are missing, before anything is read from there. */
    private CompletionStage<Voyage> connect(Inbox.Fetched before) throws IOException {
        if (!before.marks().isEmpty()) {
            begun();
        }
        Tap tap = supply.open();
        try {
            List<Mark> marks = tap.marks(before.marks());
            List<Mark> fresh = marks.stream()
                    .filter(mark -> before.marks().stream().noneMatch(known -> known.part() == mark.part()))
                    .toList();
            return (fresh.isEmpty() ? CompletableFuture.completedFuture(before) : inbox.mark(run, fresh))
                    .thenCompose(at -> Errand.on(threads, () -> {
                        tap.begin(at.marks());
                        listener.waits("");
                        return new Voyage(tap, at);
                    }))
                    .whenComplete((_, error) -> {
                        if (error != null) {
                            leave(tap);
                        }
                    });
        } catch (IOException | RuntimeException e) {
            leave(tap);
            throw e;
        }
    }

    private void leave(Tap tap) {
        try {
            tap.close();
        } catch (IOException e) {
            system.log().debug("run {}: {} did not close: {}", run, supply.name(), e.getMessage());
        }
    }

    /** One connection, and how far it has come. */
    private final class Voyage {

        private final Tap tap;
        private Inbox.Fetched at;
        private volatile boolean closed;

        Voyage(Tap tap, Inbox.Fetched at) {
            this.tap = tap;
            this.at = at;
        }

        CompletionStage<Optional<Done>> next() {
            if (at.standing().closed()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return inlet.room(at.standing().records(), MOST_WAITING)
                    .thenCompose(_ -> Errand.on(threads, this::haul))
                    .thenCompose(haul -> haul.messages().isEmpty() && !haul.ended()
                            ? CompletableFuture.completedFuture(at)
                            : inbox.take(run, intake, at, haul, supply.until()))
                    .thenApply(this::taken);
        }

        private synchronized Tap.Haul haul() throws IOException {
            if (closed) {
                throw new IOException("it was closed");
            }
            return tap.next();
        }

        private Optional<Done> taken(Inbox.Fetched now) {
            boolean news = !now.standing().equals(at.standing());
            at = now;
            if (now.standing().closed() && now.standing().records() == 0) {
                listener.refused("%s has no record; %d lines were none"
                        .formatted(supply.name(), now.standing().rejected()));
            } else if (news) {
                goesWell();
                listener.arrived(now.standing());
            }
            return Optional.of(Done.getInstance());
        }

        CompletionStage<Done> close() {
            closed = true;
            return Errand.on(threads, () -> {
                shut();
                return Done.getInstance();
            });
        }

        private synchronized void shut() {
            leave(tap);
        }
    }
}
