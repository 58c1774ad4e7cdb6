package io.isinglass.actors.cluster;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ShardCoordinator;
import io.isinglass.actors.block.BlockId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Shares tiles of blocks out among nodes: neighbours together, and to each node as much as to any other.
 *
 * <p>Where a tile belongs depends on nothing but the nodes there are. So when nodes come or go, all tiles of a run that have
 * to move do so at once, and the run has to be taken up again once.
 */
final class Neighbourhood extends ShardCoordinator.AbstractShardAllocationStrategy {

    /** Tiles moved in one go, but for the rest of a run. */
    private static final int MOST_MOVED = 256;

    private static final Set<MemberStatus> STAYING = Set.of(MemberStatus.up(), MemberStatus.weaklyUp());

    private final ActorSystem system;

    Neighbourhood(ActorSystem system) {
        this.system = system;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
        List<ActorRef> regions = stable(allocations.keySet());
        return Future.successful(regions.isEmpty() ? requester : home(shard, regions));
    }

    @Override
    public Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> allocations, Set<String> rebalanceInProgress) {
        List<ActorRef> regions = stable(allocations.keySet());
        boolean someGo = regions.size() < allocations.size();
        return Future.successful(someGo || !rebalanceInProgress.isEmpty() ? Set.of() : astray(allocations, regions));
    }

    private static Set<String> astray(Map<ActorRef, IndexedSeq<String>> allocations, List<ActorRef> regions) {
        Map<String, Set<String>> astray = new TreeMap<>();
        allocations.forEach((region, shards) -> CollectionConverters.asJava(shards).stream()
                .filter(shard -> !home(shard, regions).equals(region))
                .forEach(shard -> astray.computeIfAbsent(BlockId.parse(shard).run(), _ -> new HashSet<>())
                        .add(shard)));
        Set<String> moved = new HashSet<>();
        for (Set<String> run : astray.values()) {
            if (moved.size() < MOST_MOVED) {
                moved.addAll(run);
            }
        }
        return moved;
    }

    private static ActorRef home(String shard, List<ActorRef> regions) {
        BlockId tile = BlockId.parse(shard);
        int nodes = Math.min(regions.size(), tile.rows() * tile.columns());
        int home = Bisection.home(tile.row(), tile.column(), tile.rows(), tile.columns(), nodes);
        // Runs of fewer tiles than nodes begin at different nodes.
        int shift = nodes < regions.size() ? Math.floorMod(tile.run().hashCode(), regions.size()) : 0;
        return regions.get((home + shift) % regions.size());
    }

    /** Those of nodes that stay, in an order that all agree on. */
    private List<ActorRef> stable(Set<ActorRef> regions) {
        Set<Address> staying = new HashSet<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (STAYING.contains(member.status())) {
                staying.add(member.address());
            }
        }
        List<ActorRef> stable = new ArrayList<>();
        regions.forEach(region -> {
            if (staying.contains(address(region))) {
                stable.add(region);
            }
        });
        stable.sort(Comparator.comparing(region -> address(region).toString()));
        return stable;
    }

    private Address address(ActorRef region) {
        Address address = region.path().address();
        return address.hasLocalScope() ? Cluster.get(system).selfAddress() : address;
    }
}
