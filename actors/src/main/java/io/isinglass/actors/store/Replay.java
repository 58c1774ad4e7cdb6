package io.isinglass.actors.store;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.japi.Pair;
import akka.persistence.JournalProtocol;
import akka.persistence.Persistence;
import akka.stream.CompletionStrategy;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The events of a journal that are there already, a page at a time. */
public final class Replay {

    /*
     * It asks as whoever recovers does: unlike queries, every journal answers that, those in memory too.
     */

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Replay() {}

    /** An event and its number, from 1 on. */
    public record Numbered(long number, Object event) {}

    /** The events of {@code who} from number {@code from} on that have not been dropped, at most so many. */
    public static CompletionStage<List<Numbered>> page(ActorSystem<?> system, String who, long from, int most) {
        Pair<akka.actor.ActorRef, CompletionStage<List<Numbered>>> page = Source.<Object>actorRef(
                        each -> each instanceof JournalProtocol.RecoverySuccess
                                ? Optional.of(CompletionStrategy.draining())
                                : Optional.empty(),
                        each -> each instanceof JournalProtocol.ReplayMessagesFailure failure
                                ? Optional.of(failure.cause())
                                : Optional.empty(),
                        most,
                        OverflowStrategy.fail())
                .completionTimeout(PATIENCE)
                .collectType(JournalProtocol.ReplayedMessage.class)
                .map(each -> new Numbered(
                        each.persistent().sequenceNr(), each.persistent().payload()))
                .toMat(Sink.seq(), Keep.both())
                .run(system);
        Persistence.get(Adapter.toClassic(system))
                .journalFor("", ConfigFactory.empty())
                .tell(
                        new JournalProtocol.ReplayMessages(from, Long.MAX_VALUE, most, who, page.first()),
                        akka.actor.ActorRef.noSender());
        return page.second();
    }
}
