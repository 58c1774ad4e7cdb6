package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A reader of a run's journal, which has as many events as fit before the first snapshot. */
final class Scribe extends EventSourcedBehavior<Scribe.Call, Event, List<Event>> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Wish for all events. */
    record Call(ActorRef<List<Event>> replyTo) {}

    private Scribe(String run) {
        super(PersistenceId.of("run", run));
    }

    /** All events of a run that nobody writes to at the moment. */
    static List<Event> events(Node node, String run) {
        Behavior<Call> behavior = Behaviors.setup(_ -> new Scribe(run));
        ActorRef<Call> scribe = node.system().systemActorOf(behavior, "scribe-of-" + run, Props.empty());
        return Trials.await(
                AskPattern.ask(scribe, Call::new, PATIENCE, node.system().scheduler()));
    }

    @Override
    public List<Event> emptyState() {
        return List.of();
    }

    @Override
    public CommandHandler<Call, Event, List<Event>> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onAnyCommand(call -> Effect().none().thenStop().thenReply(call.replyTo(), events -> events));
    }

    @Override
    public EventHandler<List<Event>, Event> eventHandler() {
        return (events, event) -> {
            List<Event> all = new ArrayList<>(events);
            all.add(event);
            return all;
        };
    }
}
