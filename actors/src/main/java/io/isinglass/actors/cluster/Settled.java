package io.isinglass.actors.cluster;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.cluster.Cluster;
import akka.cluster.sharding.ShardCoordinator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;
import scala.concurrent.Future;

/**
 * Shares shards out as another strategy does, but moves none while nodes come and go: what lies on a node that goes is shared
 * out anyway, to ask a lost node to hand over holds up all, and a node that is replaced is soon back.
 */
final class Settled implements ShardCoordinator.ShardAllocationStrategy {

    /** So many times in a row all must have been at rest; the interval is the setting rebalance-interval. */
    private static final int RESTS = 4;

    private final ActorSystem system;
    private final ShardCoordinator.ShardAllocationStrategy strategy;
    private Set<ActorRef> before = none();
    private int rests;

    Settled(ActorSystem system, ShardCoordinator.ShardAllocationStrategy strategy) {
        this.system = system;
        this.strategy = strategy;
        if (strategy instanceof ShardCoordinator.ActorSystemDependentAllocationStrategy dependent) {
            dependent.start(system);
        }
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
        return strategy.allocateShard(requester, shard, allocations);
    }

    @Override
    public Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> allocations, Set<String> rebalanceInProgress) {
        boolean atRest = allocations.keySet().equals(before)
                && Cluster.get(system).state().getUnreachable().isEmpty();
        before = allocations.keySet();
        rests = atRest ? rests + 1 : 0;
        return rests < RESTS ? Future.successful(none()) : strategy.rebalance(allocations, rebalanceInProgress);
    }

    private static <T> Set<T> none() {
        return Set$.MODULE$.empty();
    }
}
