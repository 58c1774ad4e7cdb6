package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.actors.run.LocalFiles;
import io.isinglass.config.SpecReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The smallest runs that still have blocks, epochs, and something to learn. */
record Tiny(String blocks, String boundary, int lag, int view, String learner) {

    private static final Map<Tiny, Experiment> MADE = new ConcurrentHashMap<>();

    private static final List<String> BLOCKS = List.of("1x2", "2x1", "2x2", "1x4");
    private static final List<String> LEARNERS = List.of(
            "none",
            "{kind: moment-matching, options: {bond_density: 0.4, magnetisation: 0.1}}",
            "{kind: replica-exchange, options: {replicas: 2, from: 0.5, to: 1.5}}");

    static Tiny drawn(Chance chance) {
        int learner = chance.below(LEARNERS.size());
        return new Tiny(
                chance.oneOf(BLOCKS),
                chance.once(0.5) ? "torus" : "open",
                learner == 2 ? 0 : chance.below(2),
                chance.once(0.3) ? 2 : 0,
                LEARNERS.get(learner));
    }

    /** The same in one piece, which comes to the same. */
    Tiny whole() {
        return new Tiny("1x1", boundary, lag, view, learner);
    }

    /** Made once: it depends on nothing else. */
    Experiment experiment() {
        return MADE.computeIfAbsent(
                this,
                tiny -> Binder.bind(SpecReader.read("tiny", tiny.spec(), List.of()), new LocalFiles(List.of(), true)));
    }

    private String spec() {
        return """
            name: tiny
            seed: 5
            lattice: {rows: 4, columns: 8, boundary: %s, blocks: %s}
            model: {kind: ising, couplings: {K: 0.4, h: 0}, start: disordered}
            kernel: heat-bath
            learner: %s
            schedule: {epochs: 6, sweeps: 2, lag: %d, view: %d}
            """.formatted(boundary, blocks, learner, lag, view);
    }
}
