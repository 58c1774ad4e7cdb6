package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.actors.run.LocalFiles;
import io.isinglass.config.SpecReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The smallest runs that still have blocks, epochs, and something to learn. */
record Tiny(int rows, String blocks, String boundary, int lag, int view, String learner) {

    /*
     * In long lattices each block has so many rows that it moves some of its neighbours', for half an epoch or a whole one.
     */

    private static final Map<Tiny, Experiment> MADE = new ConcurrentHashMap<>();

    private static final int SHORT = 4;
    private static final int LONG = 600;

    private static final List<String> BLOCKS = List.of("1x2", "2x1", "2x2", "1x4");
    private static final List<String> STRIPS = List.of("2x1", "4x1");
    private static final List<String> LEARNERS = List.of(
            "none",
            "{kind: moment-matching, options: {bond_density: 0.4, magnetisation: 0.1}}",
            "{kind: replica-exchange, options: {replicas: 2, from: 0.5, to: 1.5}}");

    static Tiny drawn(Chance chance) {
        int learner = chance.below(LEARNERS.size());
        boolean strips = chance.once(0.3);
        return new Tiny(
                strips ? LONG : SHORT,
                chance.oneOf(strips ? STRIPS : BLOCKS),
                chance.once(0.5) ? "torus" : "open",
                learner == 2 ? 0 : chance.below(2),
                chance.once(0.3) ? 2 : 0,
                LEARNERS.get(learner));
    }

    /** The same in one piece, which comes to the same. */
    Tiny whole() {
        return new Tiny(rows, "1x1", boundary, lag, view, learner);
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
            lattice: {rows: %d, columns: 8, boundary: %s, blocks: %s}
            model: {kind: ising, couplings: {K: 0.4, h: 0}, start: disordered}
            kernel: heat-bath
            learner: %s
            schedule: {epochs: 6, sweeps: 2, lag: %d, view: %d}
            """.formatted(rows, boundary, blocks, learner, lag, view);
    }
}
