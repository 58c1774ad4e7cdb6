package io.isinglass.actors.simulation;

import akka.Done;
import akka.actor.InternalActorRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.block.Stage;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Counters;
import io.isinglass.actors.run.House;
import io.isinglass.actors.run.Retention;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Health;
import io.isinglass.actors.store.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a simulation: its actors, all of whose names begin with its own. */
final class Place {

    private final Town town;
    private final Machine machine;
    private final ActorSystem<?> system;
    private final String name;
    private final Archive archive;
    private final List<ActorRef<?>> actors = new ArrayList<>();
    private final Map<BlockId, ActorRef<Block.Command>> blocks = new LinkedHashMap<>();
    private final Map<BlockId, ActorRef<Block.Command>> gates = new LinkedHashMap<>();
    private final ActorRef<Stage.Command> stage;
    private ActorRef<Conductor.Command> conductor;
    private Cluster cluster;
    private Duration skew = Duration.ZERO;
    private int count;

    Place(Town town, String name, Cluster cluster) {
        this.town = town;
        this.machine = town.machine();
        this.system = town.system();
        this.name = name;
        this.cluster = cluster;
        this.archive = new Archive(town.cellar(), this::later, new Health());
        this.stage = begin(Stage.create(), "stage", Props.empty());
    }

    private void later(Runnable errand) {
        long most = town.plot().delay().toNanos();
        machine.after(Duration.ofNanos(machine.chance().between(1000, most)), errand);
    }

    String name() {
        return name;
    }

    Cluster cluster() {
        return cluster;
    }

    void join(Cluster other) {
        cluster = other;
    }

    boolean isDead() {
        return machine.isDead(name);
    }

    void skew(Duration by) {
        skew = skew.plus(by);
    }

    ActorRef<Stage.Command> stage() {
        return stage;
    }

    private <T> ActorRef<T> begin(Behavior<T> behavior, String what, Props props) {
        ActorRef<T> actor =
                system.systemActorOf(behavior, name + "~" + what + "-" + count++ + "~" + town.number(), props);
        actors.add(actor);
        return actor;
    }

    /** The block, which begins to live if it does not. */
    ActorRef<Block.Command> block(BlockId id) {
        if (!lives(blocks.get(id))) {
            Block.Surroundings around =
                    new Block.Surroundings(_ -> town.plot().tiny().experiment().plan(), archive, stage);
            blocks.put(
                    id,
                    begin(
                            Block.create(id, around),
                            "block-" + id.row() + "-" + id.column(),
                            DispatcherSelector.fromConfig("kernels")));
        }
        return blocks.get(id);
    }

    /** The way to a block, wherever it lives in the cluster as this node knows it. */
    private ActorRef<Block.Command> gate(BlockId id) {
        return gates.computeIfAbsent(
                id,
                _ -> begin(
                        Behaviors.receive(Block.Command.class)
                                .onAnyMessage(command -> {
                                    cluster.home(id).block(id).tell(command);
                                    return Behaviors.same();
                                })
                                .build(),
                        "gate-" + id.row() + "-" + id.column(),
                        Props.empty()));
    }

    /** Has the conductor live here. */
    ActorRef<Conductor.Command> conductor() {
        if (!lives(conductor)) {
            House house = new House(
                    _ -> town.plot().tiny().experiment(),
                    this::gate,
                    archive,
                    Inbox.inMemory(this::later),
                    () -> cluster.owner(),
                    clock(),
                    new Retention(town.plot().every(), town.plot().keep(), 2000, Duration.ofMinutes(10)),
                    new Counters());
            conductor = begin(Conductor.create(town.run(), house), "conductor", Props.empty());
        }
        return conductor;
    }

    /** Whether the conductor lives here. */
    boolean leads() {
        return !isDead() && lives(conductor);
    }

    /** Asks the stage for leave, and then goes. */
    void depart(Runnable then) {
        ActorRef<Done> asked = begin(
                Behaviors.receive(Done.class)
                        .onAnyMessage(_ -> {
                            then.run();
                            return Behaviors.stopped();
                        })
                        .build(),
                "departure",
                Props.empty());
        stage.tell(new Stage.Depart(asked));
    }

    /** Lets blocks and the conductor end in order. */
    void leave() {
        blocks.values().forEach(block -> block.tell(Block.Leave.LEAVE));
        if (conductor != null) {
            conductor.tell(Conductor.Leave.LEAVE);
        }
    }

    private Clock clock() {
        InstantSource time = () ->
                Instant.ofEpochSecond(1_800_000_000L).plusNanos(machine.now()).plus(skew);
        return time.withZone(ZoneOffset.UTC);
    }

    /** Whether something here has a seat or a run. */
    List<String> living() {
        return blocks.entrySet().stream()
                .filter(each -> lives(each.getValue()))
                .map(each -> name + "~" + each.getKey())
                .toList();
    }

    private static boolean lives(ActorRef<?> actor) {
        return actor != null && !((InternalActorRef) Adapter.toClassic(actor)).isTerminated();
    }

    /** Ends at once, and nothing it still says is heard. */
    void crash() {
        machine.kill(name);
        stop();
    }

    void stop() {
        actors.forEach(actor -> ((InternalActorRef) Adapter.toClassic(actor)).stop());
    }
}
