package io.isinglass.actors.simulation;

import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.run.Conductor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Places that believe to be one cluster: where it has its blocks and its conductor, as sharding would. */
final class Cluster {

    private final Chance chance;
    private final List<Place> members = new ArrayList<>();
    private final Map<BlockId, Place> homes = new HashMap<>();
    private Place conductor;
    private Place leaving;
    private String owner = "";

    Cluster(Chance chance) {
        this.chance = chance;
    }

    /** As a node goes on to see it that is cut off. */
    Cluster copy() {
        Cluster copy = new Cluster(chance);
        copy.members.addAll(members);
        copy.homes.putAll(homes);
        copy.conductor = conductor;
        copy.owner = owner;
        return copy;
    }

    List<Place> members() {
        return members;
    }

    void add(Place place) {
        members.add(place);
        owner = members.getFirst().name();
    }

    void remove(Place place) {
        members.remove(place);
        owner = members.isEmpty() ? owner : members.getFirst().name();
    }

    /** That of its oldest member. */
    String owner() {
        return owner;
    }

    Place home(BlockId id) {
        return homes.compute(
                id, (_, home) -> home != null && members.contains(home) || members.isEmpty() ? home : some());
    }

    private Place some() {
        return chance.oneOf(members);
    }

    /** Gives a block another home, which may be the same again; says which was the old one. */
    Place move(BlockId id) {
        return members.isEmpty() ? homes.get(id) : homes.put(id, some());
    }

    List<BlockId> blocks() {
        return homes.keySet().stream()
                .sorted(Comparator.comparingInt(BlockId::index))
                .toList();
    }

    /** Sees to it that the conductor lives on a member. */
    void wake() {
        if (members.isEmpty() || leaving != null && leaving.cluster() == this && leaving.leads()) {
            return;
        }
        leaving = null;
        if (conductor == null || !members.contains(conductor)) {
            conductor = some();
        }
        if (!conductor.isDead()) {
            conductor.conductor().tell(Conductor.Wake.WAKE);
        }
    }

    Place conductor() {
        return conductor;
    }

    /** The conductor finds another home as soon as it has left this one. */
    void moveConductor() {
        leaving = conductor;
        conductor = null;
    }
}
