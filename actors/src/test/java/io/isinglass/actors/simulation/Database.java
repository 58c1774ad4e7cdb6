package io.isinglass.actors.simulation;

import akka.persistence.PersistentRepr;
import io.isinglass.actors.run.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The events of a simulation's runs, as all nodes share them: each number of a run can be written once. */
final class Database {

    /** How bad the database is: writes that are refused, answers that are lost after the write, reads that fail, waits. */
    record Weather(double refused, double unanswered, double unread, double slow) {

        static final Weather FINE = new Weather(0, 0, 0, 0);
    }

    /*
     * The fence is that of the tables: the primary key (run, number), and no number behind a later one.
     */

    private static final ThreadLocal<Database> HERE = ThreadLocal.withInitial(() -> new Database(Machine.here()));

    private final Machine machine;
    private final Map<String, List<PersistentRepr>> events = new HashMap<>();
    private final Map<String, List<Duration>> times = new HashMap<>();
    private Weather weather = Weather.FINE;
    private int refusals;

    private Database(Machine machine) {
        this.machine = machine;
    }

    static Database here() {
        return HERE.get();
    }

    void begin(Weather with) {
        events.clear();
        times.clear();
        weather = with;
        refusals = 0;
    }

    void clear() {
        weather = Weather.FINE;
    }

    /** How many writes the fence has refused. */
    int refusals() {
        return refusals;
    }

    /** What is written of a run. */
    List<Event> events(String run) {
        return list("run|" + run).stream().map(each -> (Event) each.payload()).toList();
    }

    /** When each event of a run was written, by the machine's clock. */
    List<Duration> times(String run) {
        return times.getOrDefault("run|" + run, List.of());
    }

    boolean isOver(String run) {
        List<PersistentRepr> all = list("run|" + run);
        return !all.isEmpty() && all.getLast().payload() instanceof Event.Ended;
    }

    List<PersistentRepr> list(String id) {
        return events.computeIfAbsent(id, _ -> new ArrayList<>());
    }

    CompletableFuture<Void> write(PersistentRepr event) {
        if (machine.chance().once(weather.refused())) {
            return slowly(() -> {
                throw new IllegalStateException("the database refuses everything");
            });
        }
        boolean answered = !machine.chance().once(weather.unanswered());
        return slowly(() -> {
            put(event);
            if (!answered) {
                throw new IllegalStateException("the connection was lost after the write");
            }
            return null;
        });
    }

    private void put(PersistentRepr event) {
        List<PersistentRepr> all = list(event.persistenceId());
        long last = all.isEmpty() ? 0 : all.getLast().sequenceNr();
        String what = event.sequenceNr() + " " + event.payload().getClass().getSimpleName();
        if (event.sequenceNr() <= last) {
            refusals++;
            machine.trace().add(machine.now(), "journal", what + " is refused");
            throw new IllegalStateException("there is an event " + event.sequenceNr() + " already");
        }
        machine.trace().add(machine.now(), "journal", what);
        all.add(event);
        times.computeIfAbsent(event.persistenceId(), _ -> new ArrayList<>()).add(Duration.ofNanos(machine.now()));
    }

    <T> CompletableFuture<T> read(Supplier<T> read) {
        boolean fails = machine.chance().once(weather.unread());
        return slowly(() -> {
            if (fails) {
                throw new IllegalStateException("the database cannot be read");
            }
            return read.get();
        });
    }

    private <T> CompletableFuture<T> slowly(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Duration wait = machine.chance().once(weather.slow())
                ? Duration.ofMillis(machine.chance().between(1, 4000))
                : Duration.ofNanos(machine.chance().between(100_000, 3_000_000));
        machine.after(
                wait,
                () -> {
                    try {
                        done.complete(work.get());
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                Machine.NOWHERE);
        return done;
    }
}
