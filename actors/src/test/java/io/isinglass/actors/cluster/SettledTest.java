package io.isinglass.actors.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.ShardCoordinator;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;
import scala.collection.immutable.Vector$;
import scala.concurrent.Future;

/** Shards are moved only when the same nodes have been there for a while. */
class SettledTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create("settled", ConfigFactory.parseString("""
                akka.actor.provider = cluster
                akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));

    private static final Set<String> MOVED = Set$.MODULE$.<String>empty().$plus("shard");

    private final ActorRef one = Adapter.toClassic(KIT.createTestProbe().ref());
    private final ActorRef other = Adapter.toClassic(KIT.createTestProbe().ref());
    private Settled settled;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void begin() {
        settled = new Settled(Adapter.toClassic(KIT.system()), new AlwaysMoving());
    }

    /** Would move a shard whenever it is asked. */
    private static final class AlwaysMoving implements ShardCoordinator.ShardAllocationStrategy {

        @Override
        public Future<ActorRef> allocateShard(
                ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
            return Future.successful(requester);
        }

        @Override
        public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> allocations, Set<String> inProgress) {
            return Future.successful(MOVED);
        }
    }

    private boolean moves(ActorRef... nodes) {
        Map<ActorRef, IndexedSeq<String>> allocations = Map$.MODULE$.empty();
        for (ActorRef node : nodes) {
            allocations = allocations.updated(node, Vector$.MODULE$.<String>empty());
        }
        return settled.rebalance(allocations, Set$.MODULE$.empty())
                .value()
                .get()
                .get()
                .equals(MOVED);
    }

    private int looksUntilItMoves(ActorRef... nodes) {
        int looks = 1;
        while (!moves(nodes)) {
            looks++;
        }
        return looks;
    }

    @Test
    void theFirstMoveWaitsUntilAllHasBeenAtRest() {
        assertEquals(5, looksUntilItMoves(one, other), "one look to know the nodes, four that find them again");
        assertEquals(1, looksUntilItMoves(one, other));
    }

    @Test
    void aNodeThatComesOrGoesBeginsTheWaitAnew() {
        looksUntilItMoves(one, other);

        assertEquals(5, looksUntilItMoves(one), "one has gone");
        assertEquals(5, looksUntilItMoves(one, other), "it is back");
    }

    @Test
    void whatIsOnANodeThatWentIsSharedOutAtOnce() {
        assertEquals(
                one,
                settled.allocateShard(one, "shard", Map$.MODULE$.empty())
                        .value()
                        .get()
                        .get());
    }
}
