package io.isinglass.actors.store;

import akka.actor.Props;
import akka.actor.typed.ActorRef;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.RecoveryCompleted;

/** An actor that can delete every event it has written, which a typed one cannot. */
final class Eraser extends AbstractPersistentActor {

    static final String ERASE = "erase";

    private final String id;
    private final ActorRef<String> listener;

    private Eraser(String id, ActorRef<String> listener) {
        this.id = id;
        this.listener = listener;
    }

    static Props props(String id, ActorRef<String> listener) {
        return Props.create(Eraser.class, () -> new Eraser(id, listener));
    }

    @Override
    public String persistenceId() {
        return id;
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder()
                .match(RecoveryCompleted.class, _ -> listener.tell("recovered " + lastSequenceNr()))
                .build();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .matchEquals(ERASE, _ -> deleteMessages(lastSequenceNr()))
                .match(DeleteMessagesSuccess.class, deleted -> listener.tell("erased " + deleted.toSequenceNr()))
                .match(String.class, word -> persist(word, _ -> listener.tell("wrote " + lastSequenceNr())))
                .build();
    }
}
