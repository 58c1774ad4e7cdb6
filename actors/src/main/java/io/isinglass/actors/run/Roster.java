package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
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
import io.isinglass.actors.block.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The list of all runs of a store; it gives them their ids, and sees to it that each has a conductor that lives. */
public final class Roster extends EventSourcedBehavior<Roster.Command, Roster.Event, Roster.Runs> {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int EVENTS_A_SNAPSHOT = 200;

    /** A message to the roster. */
    public sealed interface Command {}

    /**
     * Order to enter a run.
     *
     * @param name its id is this and a number
     * @param most refused if there would be more runs than these
     */
    public record Enter(String name, String spec, int most, ActorRef<StatusReply<Charter>> replyTo)
            implements Command, Wire {}

    /** Order to strike a run off. */
    public record Strike(String run, ActorRef<StatusReply<Charter>> replyTo) implements Command, Wire {}

    /** Wish for all runs. */
    public record Call(ActorRef<Runs> replyTo) implements Command, Wire {}

    private enum Beat implements Command {
        BEAT
    }

    /** What has happened to the list. */
    public sealed interface Event {

        /** A run has been entered. */
        record Entered(Charter charter) implements Event {}

        /** A run has been struck off. */
        record Struck(String run) implements Event {}
    }

    /** The runs, the oldest first, and how many there have ever been. */
    public record Runs(long count, List<Charter> charters) implements Wire {

        public Runs {
            charters = List.copyOf(charters);
        }

        Runs after(Event event) {
            List<Charter> next = new ArrayList<>(charters);
            return switch (event) {
                case Event.Entered entered -> {
                    next.add(entered.charter());
                    yield new Runs(count + 1, next);
                }
                case Event.Struck struck -> {
                    next.removeIf(charter -> charter.run().equals(struck.run()));
                    yield new Runs(count, next);
                }
            };
        }
    }

    private final ActorContext<Command> context;
    private final Function<String, RecipientRef<Conductor.Command>> conductors;

    /** The roster of a store, whose conductors are found by their ids. */
    public static Behavior<Command> create(Function<String, RecipientRef<Conductor.Command>> conductors) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Roster(context, timers, conductors)));
    }

    private Roster(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Function<String, RecipientRef<Conductor.Command>> conductors) {
        super(
                PersistenceId.ofUniqueId("roster"),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.context = context;
        this.conductors = conductors;
        timers.startTimerWithFixedDelay(Beat.BEAT, BEAT);
    }

    @Override
    public Runs emptyState() {
        return new Runs(0, List.of());
    }

    @Override
    public EventHandler<Runs, Event> eventHandler() {
        return Runs::after;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_A_SNAPSHOT, 2);
    }

    @Override
    public SignalHandler<Runs> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::wake)
                .build();
    }

    @Override
    public CommandHandler<Command, Event, Runs> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Command.class, this::on)
                .build();
    }

    private Effect<Event, Runs> on(Runs state, Command command) {
        return switch (command) {
            case Enter enter -> onEnter(state, enter);
            case Strike strike -> onStrike(state, strike);
            case Call list -> Effect().none().thenReply(list.replyTo(), runs -> runs);
            case Beat _ -> {
                wake(state);
                yield Effect().none();
            }
        };
    }

    private Effect<Event, Runs> onEnter(Runs state, Enter enter) {
        if (state.charters().size() >= enter.most()) {
            enter.replyTo().tell(StatusReply.error("there are " + enter.most() + " runs already; delete one first"));
            return Effect().none();
        }
        Charter charter = new Charter(enter.name() + "-" + (state.count() + 1), enter.spec());
        return Effect()
                .persist(new Event.Entered(charter))
                .thenReply(enter.replyTo(), _ -> StatusReply.success(charter));
    }

    private Effect<Event, Runs> onStrike(Runs state, Strike strike) {
        Optional<Charter> found = state.charters().stream()
                .filter(charter -> charter.run().equals(strike.run()))
                .findFirst();
        if (found.isEmpty()) {
            strike.replyTo().tell(StatusReply.error("there is no run " + strike.run()));
            return Effect().none();
        }
        return Effect()
                .persist(new Event.Struck(strike.run()))
                .thenReply(strike.replyTo(), _ -> StatusReply.success(found.get()));
    }

    private void wake(Runs state) {
        state.charters().forEach(charter -> conductors.apply(charter.run()).tell(Conductor.Wake.WAKE));
        context.getLog().debug("{} runs", state.charters().size());
    }
}
