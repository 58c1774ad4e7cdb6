package io.isinglass.actors.simulation;

import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.run.Conductor;
import io.isinglass.actors.run.Event;
import io.isinglass.actors.run.Point;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What befalls the nodes of a simulation and the run that they play. */
final class Mishaps {

    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration LAST_LOOK = Duration.ofSeconds(20);

    private final Town town;
    private final Machine machine;
    private int pauses;

    Mishaps(Town town) {
        this.town = town;
        this.machine = town.machine();
    }

    void befall(Plot.Mishap mishap) {
        List<Place> alive =
                town.places().stream().filter(place -> !place.isDead()).toList();
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
            case RUIN -> ruin(place.cluster(), FIRST_LOOK);
            case SPOILING -> town.cellar().spoil();
            case CLOCK -> place.skew(Duration.ofSeconds(mishap.place() % 2 == 0 ? mishap.size() : -mishap.size()));
            case PAUSE -> pause(Duration.ofMillis(mishap.size() / 10));
            case CHECKPOINT -> town.turn(Conductor.Knob.CHECKPOINT);
            case USURPER -> town.settle(town.found());
        }
    }

    /** As soon as there is a point, it is spoilt, and the conductor's node dies, so that somebody will look at it. */
    private void ruin(Cluster cluster, Duration look) {
        Optional<Point> latest = town.events().reversed().stream()
                .filter(Event.Kept.class::isInstance)
                .map(event -> ((Event.Kept) event).point())
                .findFirst();
        if (latest.isEmpty() && look.compareTo(LAST_LOOK) < 0) {
            town.again(look, () -> ruin(cluster, look.multipliedBy(2)));
        }
        latest.ifPresent(point -> ruin(cluster, point));
    }

    private void ruin(Cluster cluster, Point point) {
        point.blocks().stream()
                .filter(_ -> machine.chance().once(0.5))
                .forEach(block -> town.cellar().spoil(block.key()));
        point.memory()
                .filter(_ -> machine.chance().once(0.3))
                .ifPresent(memory -> town.cellar().spoil(memory.key()));
        if (cluster.conductor() != null && !cluster.conductor().isDead()) {
            crash(cluster.conductor());
        }
    }

    private void crash(Place place) {
        place.crash();
        Cluster cluster = place.cluster();
        town.again(upTo(6000), () -> forget(place, cluster));
    }

    /** The others find out, and a new node comes in its stead. */
    private void forget(Place place, Cluster cluster) {
        cluster.remove(place);
        town.again(upTo(3000), () -> town.settle(cluster));
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
        town.again(Duration.ofSeconds(4).plus(upTo(4000)), () -> giveUp(place, cluster));
        town.again(Duration.ofSeconds(4).plus(upTo(8000)), () -> end(place));
    }

    /** A node that was cut off or has left ends; if it has a cluster of its own by now, that must not die with it. */
    private void end(Place place) {
        if (!place.isDead() && town.isMember(place)) {
            crash(place);
        } else if (!place.isDead()) {
            place.crash();
        }
    }

    private void cutOff(Place place) {
        town.others(place).forEach(other -> machine.wires().cut(place.name(), other.name()));
    }

    private void giveUp(Place place, Cluster cluster) {
        if (cluster.members().contains(place)) {
            place.join(cluster.copy());
            forget(place, cluster);
        }
        machine.wires()
                .give(place.name(), town.others(place).stream().map(Place::name).toList());
    }

    /** The cluster falls in two, and both go on: nobody is there to decide. */
    private void split(Place place) {
        Cluster cluster = place.cluster();
        if (cluster.members().size() < 2) {
            return;
        }
        cutOff(place);
        town.again(Duration.ofSeconds(4).plus(upTo(4000)), () -> {
            giveUp(place, cluster);
            found(place);
        });
    }

    private void found(Place place) {
        if (!place.isDead()) {
            Cluster other = town.found();
            place.join(other);
            other.add(place);
        }
    }

    private void depart(Place place) {
        if (place.cluster().members().size() < 2) {
            return;
        }
        boolean[] gone = new boolean[1];
        Runnable leave = () -> {
            if (!gone[0] && !place.isDead()) {
                gone[0] = true;
                Cluster cluster = place.cluster();
                if (cluster.conductor() == place) {
                    cluster.moveConductor();
                }
                forget(place, cluster);
                place.leave();
                town.again(upTo(4000), () -> end(place));
            }
        };
        place.depart(leave);
        town.again(PATIENCE, leave);
    }

    private void move(Cluster cluster) {
        List<BlockId> blocks = cluster.blocks();
        if (blocks.isEmpty() || machine.chance().once(0.5)) {
            moveConductor(cluster);
        } else {
            BlockId id = machine.chance().oneOf(blocks);
            cluster.move(id).block(id).tell(Block.Leave.LEAVE);
        }
    }

    private void moveConductor(Cluster cluster) {
        if (cluster.conductor() != null && !cluster.conductor().isDead()) {
            cluster.conductor().conductor().tell(Conductor.Leave.LEAVE);
            cluster.moveConductor();
            cluster.wake();
        }
    }

    private void cut(Place place, List<Place> others, Duration span) {
        Place other = machine.chance().oneOf(others);
        if (other != place) {
            machine.wires().cut(place.name(), other.name());
            town.again(span, () -> machine.wires().mend(place.name(), other.name()));
        }
    }

    private void pause(Duration span) {
        pauses++;
        town.turn(Conductor.Knob.PAUSE);
        town.again(span, () -> {
            pauses--;
            resume();
        });
    }

    /** Insists, for the wish may get lost on the way. */
    private void resume() {
        if (pauses == 0) {
            town.turn(Conductor.Knob.RESUME);
            town.again(Duration.ofSeconds(20), () -> {
                List<Event> events = town.events();
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
}
