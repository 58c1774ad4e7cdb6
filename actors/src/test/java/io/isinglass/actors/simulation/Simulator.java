package io.isinglass.actors.simulation;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.SystemMaterializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.isinglass.actors.run.Event;
import io.isinglass.actors.store.MemorySnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Runs of Isinglass in one thread, on an actor system without threads: which message comes first, what is lost and who dies
 * is drawn from a seed, and the same seed gives the same again.
 */
final class Simulator implements AutoCloseable {

    /*
     * The whole core is the real one: blocks, sections, grids, conductors, the stream of the loop, Akka's persistence. Made
     * up are what lies below: dispatchers, the clock, the wires, the database and the vault.
     */

    private static final Duration LONGEST = Duration.ofHours(4);
    private static final long MOST_STEPS = 60_000;
    private static final Duration AFTERMATH = Duration.ofSeconds(90);
    private static final Duration STORM = Duration.ofSeconds(30);

    private static final Truth NONE = new Truth(List.of(), List.of(), "");

    private static final Config CONFIG = ConfigFactory.parseString("""
        lane { type = "io.isinglass.actors.simulation.Lanes" }
        akka {
          use-slf4j = off
          loggers = ["akka.event.Logging$DefaultLogger"]
          loglevel = OFF
          stdout-loglevel = OFF
          actor.typed.library-extensions = []
          actor.default-dispatcher.type = ${lane.type}
          actor.internal-dispatcher = ${lane}
          actor.default-blocking-io-dispatcher.type = ${lane.type}
          persistence.dispatchers.default-plugin-dispatcher = ${lane}
          persistence.dispatchers.default-replay-dispatcher = ${lane}
          persistence.journal.plugin = book
          persistence.snapshot-store.plugin = snapshots
          scheduler.implementation = "io.isinglass.actors.simulation.Hands"
        }
        book {
          class = "io.isinglass.actors.simulation.Book"
          circuit-breaker { max-failures = 1000000000, call-timeout = 1 h }
        }
        snapshots { class = "%s" }
        kernels.type = ${lane.type}
        vault.type = ${lane.type}
        """.formatted(MemorySnapshots.class.getName()))
            .withFallback(ConfigFactory.load())
            .resolve();

    private final Machine machine = Machine.here();
    private final Database database = Database.here();
    private final ActorSystem<Void> system;
    private final Map<Tiny, Truth> truths = new HashMap<>();
    private long number;

    Simulator() {
        machine.eager(true);
        system = ActorSystem.create(Behaviors.empty(), "simulation", CONFIG);
        SystemMaterializer.get(system);
        machine.eager(false);
        // What lives longer than a schedule, such as the journal's actor, begins in the first one: no seed may be that.
        outcome(1, false);
    }

    /** The schedule of a seed. */
    Outcome outcome(long seed, boolean told) {
        Chance chance = new Chance(seed);
        Plot plot = Plot.of(chance);
        Truth truth = truths.computeIfAbsent(plot.tiny().whole(), this::truth);
        return play(seed, plot, truth, chance, told);
    }

    private Truth truth(Tiny tiny) {
        Outcome calm = play(0, Plot.calm(tiny), NONE, new Chance(0), false);
        Truth truth = Truth.of(calm.events());
        if (truth.digest().isEmpty()) {
            throw new IllegalStateException("a run without mishap did not finish: " + calm.events());
        }
        return truth;
    }

    private Outcome play(long seed, Plot plot, Truth truth, Chance chance, boolean told) {
        Trace trace = new Trace(told);
        machine.begin(chance, trace, plot.order());
        database.begin(plot.database());
        machine.connect(new Wires(machine, Adapter.toClassic(system), plot.wires()));
        Town town = new Town(system, machine, plot, number++);
        machine.after(calmedBy(plot), town::clear, Machine.NOWHERE);
        run(() -> database.isOver(town.run()), LONGEST);
        run(() -> false, AFTERMATH);
        List<Event> events = database.events(town.run());
        List<String> faults = new ArrayList<>(machine.faults());
        if (!truth.equals(NONE)) {
            faults.addAll(Verdict.of(
                    events, database.times(town.run()), truth, town.cellar().spoilt()));
        }
        town.close();
        return new Outcome(
                seed,
                plot,
                faults,
                trace.hash(),
                machine.steps(),
                database.refusals(),
                town.cellar().spoilt().size(),
                events,
                trace.lines());
    }

    private static Duration calmedBy(Plot plot) {
        return plot.mishaps().stream()
                .map(Plot.Mishap::at)
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b)
                .plus(STORM);
    }

    private void run(BooleanSupplier over, Duration most) {
        long end = machine.now() + most.toNanos();
        boolean more = true;
        while (more && !over.getAsBoolean() && machine.now() <= end && machine.steps() < MOST_STEPS) {
            more = machine.step();
        }
    }

    @Override
    public void close() {
        machine.eager(true);
        system.terminate();
    }
}
