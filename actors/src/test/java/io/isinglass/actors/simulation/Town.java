package io.isinglass.actors.simulation;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All nodes of a simulation, in one cluster or more, and what befalls them. */
final class Town {

    private static final Duration WAKE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final ActorSystem<?> system;
    private final Machine machine;
    private final Plot plot;
    private final Cellar cellar;
    private final long number;
    private final List<Place> places = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private int pauses;

    Town(ActorSystem<?> system, Machine machine, Plot plot, long number) {
        this.system = system;
        this.machine = machine;
        this.plot = plot;
        this.number = number;
        this.cellar = new Cellar(machine.chance(), plot.cellar());
        Cluster cluster = new Cluster(machine.chance());
        clusters.add(cluster);
        for (int place = 0; place < plot.places(); place++) {
            settle(cluster);
        }
        plot.mishaps().forEach(mishap -> machine.after(mishap.at(), () -> befall(mishap), Machine.NOWHERE));
        create(cluster);
        keep(cluster);
    }

    ActorSystem<?> system() {
        return system;
    }

    Machine machine() {
        return machine;
    }

    Plot plot() {
        return plot;
    }

    Cellar cellar() {
        return cellar;
    }

    long number() {
        return number;
    }

    String run() {
        return "tiny-" + number;
    }

    private Place settle(Cluster cluster) {
        Place place = new Place(this, Integer.toString(places.size()), cluster);
        // Nodes of different clusters do not talk to each other.
        places.stream()
                .filter(other -> other.cluster() != cluster)
                .forEach(other -> machine.wires().cut(place.name(), other.name()));
        places.add(place);
        cluster.add(place);
        return place;
    }

    /** Asks for the run until it is written that it was created. */
    private void create(Cluster cluster) {
        cluster.wake();
        if (cluster.conductor() != null) {
            Charter charter =
                    new Charter(run(), plot.tiny().experiment().located().json());
            cluster.conductor().conductor().tell(new Conductor.Create(charter, Optional.empty(), nobody()));
        }
        again(WAKE, () -> {
            if (Database.here().events(run()).isEmpty()) {
                create(cluster);
            }
        });
    }

    private void keep(Cluster cluster) {
        cluster.wake();
        again(WAKE, () -> keep(cluster));
    }

    private void again(Duration wait, Runnable work) {
        machine.after(wait, work, Machine.NOWHERE);
    }

    private ActorRef<StatusReply<Done>> nobody() {
        return Adapter.toTyped(Adapter.toClassic(system).deadLetters());
    }

    private void befall(Plot.Mishap mishap) {
        List<Place> alive = places.stream().filter(place -> !place.isDead()).toList();
        if (alive.isEmpty()) {
            return;
        }
        Place place = alive.get(mishap.place() % alive.size());
        machine.trace().add(machine.now(), place.name(), "mishap " + mishap);
        switch (mishap.kind()) {
            case CRASH -> crash(place);
            case ISOLATION -> isolate(place);
            case SPLIT -> split(place);
            case DEPARTURE -> depart(place);
            case MOVE -> move(place.cluster());
            case BRIEF_CUT -> cut(place, alive, Duration.ofMillis(mishap.size() / 10));
            case RUIN -> ruin(place.cluster(), 1 + mishap.place() % 4);
            case SPOILING -> cellar.spoil().ifPresent(key -> machine.trace().add(machine.now(), "vault", "spoilt"));
            case CLOCK -> place.skew(Duration.ofSeconds(mishap.place() % 2 == 0 ? mishap.size() : -mishap.size()));
            case PAUSE -> pause(Duration.ofMillis(mishap.size() / 10));
            case CHECKPOINT -> turn(Conductor.Knob.CHECKPOINT);
            case USURPER -> usurp();
        }
    }

    /** Objects are spoilt, and the conductor's node dies, so that somebody will look at them. */
    private void ruin(Cluster cluster, int objects) {
        for (int each = 0; each < objects; each++) {
            cellar.spoil();
        }
        if (cluster.conductor() != null && !cluster.conductor().isDead()) {
            crash(cluster.conductor());
        }
    }

    private void crash(Place place) {
        place.crash();
        Cluster cluster = place.cluster();
        again(upTo(6000), () -> forget(place, cluster));
    }

    /** The others find out, and a new node comes in its stead. */
    private void forget(Place place, Cluster cluster) {
        cluster.remove(place);
        again(upTo(3000), () -> settle(cluster));
    }

    private Duration upTo(long millis) {
        return Duration.ofMillis(machine.chance().between(1, millis));
    }

    private void isolate(Place place) {
        Cluster cluster = place.cluster();
        if (cluster.members().size() < 2) {
            return;
        }
        cutOff(place);
        again(Duration.ofSeconds(4).plus(upTo(4000)), () -> giveUp(place, cluster));
        again(Duration.ofSeconds(4).plus(upTo(8000)), () -> end(place));
    }

    /** A node that was cut off or has left ends; if it has a cluster of its own by now, that must not die with it. */
    private void end(Place place) {
        if (!place.isDead() && place.cluster().members().contains(place) && clusters.contains(place.cluster())) {
            crash(place);
        } else if (!place.isDead()) {
            place.crash();
        }
    }

    private void cutOff(Place place) {
        places.stream()
                .filter(other -> other != place)
                .forEach(other -> machine.wires().cut(place.name(), other.name()));
    }

    private void giveUp(Place place, Cluster cluster) {
        if (cluster.members().contains(place)) {
            place.join(cluster.copy());
            forget(place, cluster);
        }
        machine.wires()
                .give(
                        place.name(),
                        places.stream()
                                .filter(other -> other != place)
                                .map(Place::name)
                                .toList());
    }

    /** The cluster falls in two, and both go on: nobody is there to decide. */
    private void split(Place place) {
        Cluster cluster = place.cluster();
        if (cluster.members().size() < 2) {
            return;
        }
        cutOff(place);
        again(Duration.ofSeconds(4).plus(upTo(4000)), () -> {
            giveUp(place, cluster);
            found(place);
        });
    }

    private void found(Place place) {
        if (!place.isDead()) {
            Cluster other = new Cluster(machine.chance());
            clusters.add(other);
            place.join(other);
            other.add(place);
            keep(other);
        }
    }

    /** A second cluster is started on the same stores. */
    private void usurp() {
        Cluster other = new Cluster(machine.chance());
        clusters.add(other);
        settle(other);
        keep(other);
    }

    private void depart(Place place) {
        if (place.cluster().members().size() < 2) {
            return;
        }
        boolean[] gone = new boolean[1];
        Runnable leave = () -> {
            if (!gone[0] && !place.isDead()) {
                gone[0] = true;
                forget(place, place.cluster());
                place.leave();
                again(upTo(4000), () -> end(place));
            }
        };
        place.depart(leave);
        again(PATIENCE, leave);
    }

    private void move(Cluster cluster) {
        List<BlockId> blocks = cluster.blocks();
        if (blocks.isEmpty() || cluster.members().isEmpty()) {
            if (cluster.conductor() != null) {
                cluster.conductor().conductor().tell(Conductor.Leave.LEAVE);
                cluster.moveConductor();
            }
            return;
        }
        BlockId id = machine.chance().oneOf(blocks);
        Place old = cluster.move(id);
        old.block(id).tell(Block.Leave.LEAVE);
    }

    private void cut(Place place, List<Place> others, Duration span) {
        Place other = machine.chance().oneOf(others);
        if (other != place) {
            machine.wires().cut(place.name(), other.name());
            again(span, () -> machine.wires().mend(place.name(), other.name()));
        }
    }

    private void pause(Duration span) {
        pauses++;
        turn(Conductor.Knob.PAUSE);
        again(span, () -> {
            pauses--;
            resume();
        });
    }

    /** Insists, for the wish may get lost on the way. */
    private void resume() {
        if (pauses == 0) {
            turn(Conductor.Knob.RESUME);
            again(Duration.ofSeconds(20), () -> {
                List<Event> events = Database.here().events(run());
                if (isPaused(events)) {
                    resume();
                }
            });
        }
    }

    private static boolean isPaused(List<Event> events) {
        boolean paused = false;
        for (Event event : events) {
            paused = event instanceof Event.Paused || paused && !(event instanceof Event.Resumed);
        }
        return paused;
    }

    private void turn(Conductor.Knob knob) {
        for (Cluster cluster : clusters) {
            if (cluster.conductor() != null && !cluster.conductor().isDead()) {
                cluster.conductor().conductor().tell(new Conductor.Turn(knob, nobody()));
            }
        }
    }

    /** From now on everything works; nodes that are gone stay so. */
    void clear() {
        machine.wires().clear();
        Database.here().clear();
        cellar.clear();
    }

    void close() {
        places.forEach(Place::stop);
        machine.settle();
    }
}
