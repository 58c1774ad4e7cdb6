package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.Patterns;
import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.LocalBlocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The residence of a node by itself: whoever is called begins to live here. */
final class Alone implements Node.Residence {

    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final String owner = Node.unique();
    private final Map<String, ActorRef<Conductor.Command>> conductors = new ConcurrentHashMap<>();
    private Node node;
    private Blocks blocks;
    private ActorRef<Roster.Command> roster;

    @Override
    public void open(Node of) {
        node = of;
        blocks = new LocalBlocks(of.system(), of.surroundings());
        roster = of.system().systemActorOf(Roster.create(this::conductor), "roster", Props.empty());
    }

    @Override
    public RecipientRef<Conductor.Command> conductor(String run) {
        return conductors.computeIfAbsent(run, this::begin);
    }

    private ActorRef<Conductor.Command> begin(String run) {
        return node.system().systemActorOf(Conductor.create(run, node.house()), "run-" + run, Props.empty());
    }

    @Override
    public Blocks blocks() {
        return blocks;
    }

    @Override
    public RecipientRef<Roster.Command> roster() {
        return roster;
    }

    @Override
    public boolean isSpread() {
        return false;
    }

    @Override
    public String owner() {
        return owner;
    }

    /** Conductors go first: one that is there yet would take blocks that have ended for lost. */
    @Override
    public void leave() {
        List<CompletableFuture<Boolean>> ends = conductors.values().stream()
                .map(conductor -> Patterns.gracefulStop(
                                Adapter.toClassic(conductor), LONGEST_END, Conductor.Leave.LEAVE)
                        .toCompletableFuture())
                .toList();
        ends.forEach(end -> end.exceptionally(_ -> false).join());
    }
}
