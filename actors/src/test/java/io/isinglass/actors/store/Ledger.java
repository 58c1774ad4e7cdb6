package io.isinglass.actors.store;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;

/** The smallest actor with a journal: it tells its text after each word that was written, and when it has recovered. */
final class Ledger extends EventSourcedBehavior<String, String, String> {

    private final ActorRef<String> listener;
    private final RetentionCriteria retention;

    private Ledger(String id, RetentionCriteria retention, ActorRef<String> listener) {
        super(PersistenceId.ofUniqueId(id));
        this.listener = listener;
        this.retention = retention;
    }

    static Behavior<String> create(String id, ActorRef<String> listener) {
        return watched(new Ledger(id, RetentionCriteria.disabled(), listener), listener);
    }

    /** One that keeps a snapshot of every tenth event, and no event before it. */
    static Behavior<String> brief(String id, ActorRef<String> listener) {
        RetentionCriteria brief = RetentionCriteria.snapshotEvery(10, 1).withDeleteEventsOnSnapshot();
        return watched(new Ledger(id, brief, listener), listener);
    }

    /** A parent that tells of what its ledger has died. */
    private static Behavior<String> watched(Behavior<String> ledger, ActorRef<String> listener) {
        return Behaviors.setup(context -> {
            ActorRef<String> child = context.spawn(ledger, "ledger");
            context.watch(child);
            return Behaviors.receive(String.class)
                    .onAnyMessage(word -> {
                        child.tell(word);
                        return Behaviors.same();
                    })
                    .onSignal(ChildFailed.class, failed -> {
                        listener.tell(failed.cause().getClass().getSimpleName());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    @Override
    public String emptyState() {
        return "";
    }

    @Override
    public CommandHandler<String, String, String> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onAnyCommand(word -> Effect().persist(word).thenRun(_ -> listener.tell(word)));
    }

    @Override
    public EventHandler<String, String> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((text, word) -> text + word);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return retention;
    }

    @Override
    public SignalHandler<String> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), text -> listener.tell("recovered " + text))
                .build();
    }
}
