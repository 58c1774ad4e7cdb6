package io.isinglass.actors.simulation;

import akka.actor.ActorCell;
import akka.actor.ActorPath;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.InternalActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.sysmsg.DeathWatchNotification;
import akka.dispatch.sysmsg.SystemMessage;
import akka.dispatch.sysmsg.Watch;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What lies between the places of a simulation. A message that crosses is copied by its serializer, takes its time, may be
 * lost or come twice; but two from one actor to another never overtake each other, as Akka promises.
 */
final class Wires {

    /** How bad the wires are. */
    record Weather(double loss, double repeats, double slow) {

        static final Weather FINE = new Weather(0, 0, 0);
    }

    private record Way(Object from, ActorRef to) {}

    private record Cut(String one, String other) {}

    private record Watched(InternalActorRef watchee, InternalActorRef watcher) {}

    private static final Duration LONGEST_NOTICE = Duration.ofSeconds(6);

    private static final ClassValue<String> TYPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            Class<?> outer = type.getEnclosingClass();
            return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
        }
    };

    private final Machine machine;
    private final Serialization serialization;
    private final IdentityHashMap<ActorRef, String> names = new IdentityHashMap<>();
    private final Map<Way, Long> arrivals = new HashMap<>();
    private final Set<Cut> cuts = new HashSet<>();
    private final List<Watched> watches = new ArrayList<>();
    private Weather weather;
    private boolean none;

    Wires(Machine machine, ActorSystem system, Weather weather) {
        this.machine = machine;
        this.serialization = system == null ? null : SerializationExtension.get(system);
        this.weather = weather;
    }

    /** Wires that nobody feels. */
    static Wires none(Machine machine) {
        Wires wires = new Wires(machine, null, Weather.FINE);
        wires.none = true;
        return wires;
    }

    void clear() {
        weather = Weather.FINE;
    }

    /** Nothing goes from one place to the other any more, nor back. */
    void cut(String one, String other) {
        cuts.add(new Cut(one, other));
        cuts.add(new Cut(other, one));
    }

    void mend(String one, String other) {
        cuts.remove(new Cut(one, other));
        cuts.remove(new Cut(other, one));
    }

    private boolean isOpen(String from, String to) {
        return !machine.isDead(from) && !machine.isDead(to) && !cuts.contains(new Cut(from, to));
    }

    void send(ActorCell receiver, Envelope envelope, Consumer<Envelope> deliver) {
        if (none) {
            deliver.accept(envelope);
            return;
        }
        String from = machine.place();
        String to = machine.place(receiver);
        String what = TYPES.get(envelope.message().getClass());
        if (from.equals(to) || from.isEmpty() || to.isEmpty()) {
            machine.trace().add(machine.now(), from + " → " + where(receiver), what);
            deliver.accept(envelope);
            return;
        }
        boolean lost = !isOpen(from, to) || machine.chance().once(weather.loss());
        machine.trace().add(machine.now(), from + " ⇒ " + where(receiver), lost ? what + " is lost" : what);
        if (lost) {
            return;
        }
        Envelope copy;
        try {
            copy = copied(envelope);
        } catch (RuntimeException e) {
            // Akka would only write it to the log.
            machine.fault(what + " does not cross: " + e);
            return;
        }
        Object sender = machine.running() == null ? from : machine.running();
        int copies = machine.chance().once(weather.repeats()) ? 2 : 1;
        for (int each = 0; each < copies; each++) {
            carry(new Way(sender, (ActorRef) receiver.self()), from, to, () -> deliver.accept(copy));
        }
    }

    private void carry(Way way, String from, String to, Runnable deliver) {
        long at = Math.max(arrivals.getOrDefault(way, 0L), machine.now() + delay().toNanos());
        arrivals.put(way, at);
        machine.after(
                Duration.ofNanos(at - machine.now()),
                () -> {
                    if (isOpen(from, to)) {
                        deliver.run();
                    }
                },
                Machine.NOWHERE);
    }

    private Duration delay() {
        return machine.chance().once(weather.slow())
                ? Duration.ofMillis(machine.chance().between(1, 3000))
                : Duration.ofNanos(machine.chance().between(50_000, 2_000_000));
    }

    /** As it comes out at the other end: nothing is shared. */
    private Envelope copied(Envelope envelope) {
        Object message = envelope.message();
        Serializer serializer = serialization.findSerializerFor(message);
        String manifest = Serializers.manifestFor(serializer, message);
        byte[] bytes = serialization.serialize(message).get();
        Object copy = serialization
                .deserialize(bytes, serializer.identifier(), manifest)
                .get();
        return new Envelope(copy, envelope.sender());
    }

    void notify(ActorCell receiver, SystemMessage message, Runnable deliver) {
        if (none) {
            deliver.run();
            return;
        }
        switch (message) {
            case Watch watch -> {
                if (isFar(watch.watchee(), watch.watcher())) {
                    watches.add(new Watched(watch.watchee(), watch.watcher()));
                }
                deliver.run();
            }
            case DeathWatchNotification gone
            when isFar(gone.actor(), (ActorRef) receiver.self()) ->
                machine.after(notice(machine.place(gone.actor())), deliver, Machine.NOWHERE);
            default -> deliver.run();
        }
    }

    private boolean isFar(ActorRef one, ActorRef other) {
        String here = machine.place(one);
        String there = machine.place(other);
        return !here.isEmpty() && !there.isEmpty() && !here.equals(there);
    }

    /** The others hear of an actor's end soon, of the end of its node late. */
    private Duration notice(String from) {
        return machine.isDead(from)
                ? Duration.ofMillis(machine.chance().between(1, LONGEST_NOTICE.toMillis()))
                : Duration.ofMillis(machine.chance().between(1, 50));
    }

    /** Whoever watches actors beyond the cut hears that they are gone, although they may live on. */
    void give(String up, List<String> by) {
        for (Watched watched : List.copyOf(watches)) {
            String watchee = machine.place(watched.watchee());
            String watcher = machine.place(watched.watcher());
            if (watchee.equals(up) && by.contains(watcher) || by.contains(watchee) && watcher.equals(up)) {
                watched.watcher().sendSystemMessage(new DeathWatchNotification(watched.watchee(), false, true));
            }
        }
    }

    private String where(ActorCell cell) {
        return names.computeIfAbsent((ActorRef) cell.self(), Wires::name);
    }

    /** Names without what differs from schedule to schedule; those that Akka makes up are counted by the process. */
    private static String name(ActorRef actor) {
        ActorPath path = actor.path();
        String name = path.name();
        if (name.startsWith("$")) {
            return path.parent().name() + "/$";
        }
        int end = name.lastIndexOf('~');
        return end >= 0 && name.indexOf('~') != end ? name.substring(0, end) : name.replaceAll("[0-9]+", "");
    }
}
