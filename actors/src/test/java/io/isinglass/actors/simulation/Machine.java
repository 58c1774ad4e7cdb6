package io.isinglass.actors.simulation;

import akka.actor.ActorCell;
import akka.actor.ActorPath;
import akka.actor.ActorRef;
import akka.dispatch.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The one thread of a simulation: everything that Akka would give to a pool of threads or to a clock waits here, and is run
 * piece by piece in an order drawn from a seed. Time stands still as long as anything can run.
 */
final class Machine {

    /*
     * Akka makes dispatchers, scheduler and journal by the names of their classes, in the thread that simulates. So that
     * thread is how they find their machine.
     *
     * A place is a node as it would be: actors belong to one by their name, "place~name", and whatever they set off
     * belongs to it too. What has no place, such as streams and the database, is next to everybody.
     */

    private static final ThreadLocal<Machine> HERE = ThreadLocal.withInitial(Machine::new);

    static final String NOWHERE = "";
    private static final char END_OF_PLACE = '~';

    private record Piece(Runnable work, String place) {}

    /** Work that waits for its time. */
    private record Due(long at, long number, Runnable work, String place) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final List<Piece> ready = new ArrayList<>();
    private final PriorityQueue<Due> later = new PriorityQueue<>();
    private final IdentityHashMap<ActorRef, String> places = new IdentityHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();
    private Chance chance = new Chance(0);
    private Trace trace = new Trace(false);
    private Wires wires = Wires.none(this);
    private Order order = Order.UNIFORM;
    private String place = NOWHERE;
    private ActorRef running;
    private long now;
    private long number;
    private long steps;
    private final Thread thread = Thread.currentThread();
    private boolean eager;
    private boolean settling;

    /** Which of the pieces that can run is taken. */
    enum Order {
        UNIFORM,
        MOSTLY_FIRST,
        MOSTLY_LAST,
        /** A place is so slow that time passes over it. */
        UNEVEN
    }

    private Machine() {}

    static Machine here() {
        return HERE.get();
    }

    /** Begins anew, at time zero: nothing waits, and no place is dead. */
    void begin(Chance with, Trace into, Order taking) {
        ready.clear();
        later.clear();
        places.clear();
        dead.clear();
        faults.clear();
        chance = with;
        trace = into;
        order = taking;
        wires = Wires.none(this);
        now = 0;
        number = 0;
        steps = 0;
    }

    void connect(Wires with) {
        wires = with;
    }

    Wires wires() {
        return wires;
    }

    Chance chance() {
        return chance;
    }

    Trace trace() {
        return trace;
    }

    /** Something that must not happen, whatever befalls. */
    void fault(String what) {
        faults.add(what);
    }

    List<String> faults() {
        return faults;
    }

    long now() {
        return now;
    }

    long steps() {
        return steps;
    }

    /** The place of what runs now. */
    String place() {
        return place;
    }

    /** The actor that runs now, if one does. */
    ActorRef running() {
        return running;
    }

    boolean isDead(String where) {
        return dead.contains(where);
    }

    /** What was set off there and has not run is gone. Actors must be stopped besides. */
    void kill(String where) {
        dead.add(where);
        ready.removeIf(piece -> piece.place().equals(where) && !(piece.work() instanceof Mailbox));
        later.removeIf(due -> due.place().equals(where));
    }

    void add(Runnable work) {
        if (!Thread.currentThread().equals(thread)) {
            fault("there is another thread than that which simulates: " + Thread.currentThread());
        }
        ready.add(new Piece(work, work instanceof Mailbox mailbox ? place(mailbox.actor()) : place));
        if (eager && !settling) {
            settle();
        }
    }

    /** Whether everything runs as soon as it can: while an actor system starts, it waits for its own actors. */
    void eager(boolean yes) {
        eager = yes;
    }

    /** What it returns makes it not happen. */
    Runnable after(Duration wait, Runnable work) {
        return after(wait, work, place);
    }

    /** The same on behalf of a place. */
    Runnable after(Duration wait, Runnable work, String whose) {
        Due due = new Due(now + wait.toNanos(), number++, work, whose);
        later.add(due);
        return () -> later.remove(due);
    }

    String place(ActorCell cell) {
        return place((ActorRef) cell.self());
    }

    String place(ActorRef actor) {
        return places.computeIfAbsent(actor, Machine::placeOf);
    }

    private static String placeOf(ActorRef actor) {
        ActorPath path = actor.path();
        while (!path.parent().equals(path.root()) && !path.parent().parent().equals(path.root())) {
            path = path.parent();
        }
        int end = path.name().indexOf(END_OF_PLACE);
        return end < 0 ? NOWHERE : path.name().substring(0, end);
    }

    /** Runs one piece, or lets time pass to the next; says whether there was anything to do. */
    boolean step() {
        steps++;
        if (ready.isEmpty() || !later.isEmpty() && chance.once(order == Order.UNEVEN ? 0.02 : 0.0005)) {
            return tick();
        }
        int choice = choice();
        trace.took(choice, ready.size());
        run(ready.remove(choice));
        return true;
    }

    private int choice() {
        int last = ready.size() - 1;
        return switch (order) {
            case MOSTLY_FIRST -> chance.once(0.8) ? 0 : chance.below(last + 1);
            case MOSTLY_LAST -> chance.once(0.8) ? last : chance.below(last + 1);
            case UNIFORM, UNEVEN -> chance.below(last + 1);
        };
    }

    private void run(Piece piece) {
        place = piece.place();
        running = piece.work() instanceof Mailbox mailbox
                ? (ActorRef) mailbox.actor().self()
                : null;
        try {
            piece.work().run();
        } finally {
            place = NOWHERE;
            running = null;
        }
    }

    private boolean tick() {
        Due due = later.poll();
        if (due == null) {
            return false;
        }
        now = due.at();
        run(new Piece(due.work(), due.place()));
        return true;
    }

    /** Runs all that can run within some time. */
    void settle(Duration within) {
        long end = now + within.toNanos();
        settle();
        while (!later.isEmpty() && later.peek().at() <= end) {
            tick();
            settle();
        }
    }

    /** Runs until nothing can run without time passing. */
    void settle() {
        settling = true;
        while (!ready.isEmpty()) {
            run(ready.removeFirst());
        }
        settling = false;
    }
}
