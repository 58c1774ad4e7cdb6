package io.isinglass.actors.simulation;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All nodes of a simulation, in one cluster or more, as they come and go. */
final class Town {

    private static final Duration WAKE = Duration.ofSeconds(2);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Machine machine;
    private final Plot plot;
    private final Cellar cellar;
    private final long number;
    private final List<Place> places = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private boolean over;

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
        Mishaps mishaps = new Mishaps(this);
        plot.mishaps().forEach(mishap -> again(mishap.at(), () -> mishaps.befall(mishap)));
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

    Place settle(Cluster cluster) {
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
        if (cluster.conductor() != null && !cluster.conductor().isDead()) {
            Charter charter =
                    new Charter(run(), plot.tiny().experiment().located().json());
            cluster.conductor()
                    .conductor()
                    .tell(new Conductor.Create(charter, Optional.empty(), Optional.empty(), nobody()));
        }
        again(WAKE, () -> {
            if (events().isEmpty()) {
                create(cluster);
            }
        });
    }

    private void keep(Cluster cluster) {
        cluster.wake();
        again(WAKE, () -> keep(cluster));
    }

    void again(Duration wait, Runnable work) {
        machine.after(
                wait,
                () -> {
                    if (!over) {
                        work.run();
                    }
                },
                Machine.NOWHERE);
    }

    private ActorRef<StatusReply<Done>> nobody() {
        return Adapter.toTyped(Adapter.toClassic(system).deadLetters());
    }

    /** A wish of somebody who does not wait for the answer. */
    void turn(Conductor.Knob knob) {
        for (Cluster cluster : clusters) {
            if (cluster.conductor() != null && !cluster.conductor().isDead()) {
                cluster.conductor().conductor().tell(new Conductor.Turn(knob, nobody()));
            }
        }
    }

    /** A second cluster on the same stores, of nodes that come or of one that there is. */
    Cluster found() {
        Cluster other = new Cluster(machine.chance());
        clusters.add(other);
        again(Duration.ofMillis(1), () -> keep(other));
        return other;
    }

    List<Event> events() {
        return Database.here().events(run());
    }

    List<Place> places() {
        return places;
    }

    List<Place> others(Place than) {
        return places.stream().filter(place -> place != than).toList();
    }

    /** Whether a place is a member of a cluster, in more than its own eyes. */
    boolean isMember(Place place) {
        return place.cluster().members().contains(place) && clusters.contains(place.cluster());
    }

    /** From now on everything works; nodes that are gone stay so. */
    void clear() {
        machine.wires().clear();
        Database.here().clear();
        cellar.clear();
    }

    /** Everybody ends, and what they had asked of the stores is answered: those who pass it on live longer than a town. */
    void close() {
        over = true;
        clear();
        places.forEach(Place::stop);
        machine.settle(LAST_ANSWER);
    }
}
