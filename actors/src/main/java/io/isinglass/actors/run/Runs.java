package io.isinglass.actors.run;

import akka.actor.typed.ActorSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The runs of a node, by id. At most so many are kept at a time, ended ones among them. */
public final class Runs {

    private final ActorSystem<?> system;
    private final int most;
    private final int ring;
    private final SequencedMap<String, Run> runs = new LinkedHashMap<>();
    private long count;

    /** No runs yet; at most {@code most} at a time, each with {@code ring} rows for live readers. */
    public Runs(ActorSystem<?> system, int most, int ring) {
        this.system = system;
        this.most = most;
        this.ring = ring;
    }

    /** Starts a run, unless there are too many already. */
    public synchronized Optional<Run> start(Experiment experiment, Optional<OutFolder> out) {
        if (runs.size() >= most) {
            return Optional.empty();
        }
        count++;
        String id = experiment.spec().name() + "-" + count;
        Run run = Run.start(system, id, experiment, out, ring);
        runs.put(id, run);
        return Optional.of(run);
    }

    /** The runs, the newest first. */
    public synchronized List<Run> all() {
        return new ArrayList<>(runs.reversed().values());
    }

    public synchronized Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** Stops a run and forgets it; false if there is none of this id. */
    public synchronized boolean remove(String id) {
        Run run = runs.remove(id);
        if (run != null) {
            run.stop();
        }
        return run != null;
    }

    public int most() {
        return most;
    }
}
