package io.isinglass.actors.plan;

import io.isinglass.actors.run.Experiment;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Reach;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Patch;

/**
 * What a run does, as far as its cost depends on it.
 *
 * @param fast whether its chains are moved by a fast form of the kernel
 * @param sweeps of an epoch
 * @param lag epochs that are granted ahead
 * @param reach half-sweeps from one time that blocks show each other their rows to the next, and rows that they show
 */
public record Work(
        String model,
        String kernel,
        boolean fast,
        Values values,
        double bytesPerSite,
        int terms,
        Cut cut,
        int chains,
        int sweeps,
        int lag,
        int reach) {

    /** The work of a run; refuses those that live in one block. With data all chains count as if they had evidence. */
    public static Work of(Experiment experiment) {
        Cut cut = experiment.plan().cut();
        Dynamics dynamics = experiment.plan().dynamics();
        Kernel own = experiment.data().isPresent() ? dynamics.kernel().clear() : dynamics.kernel();
        if (cut.lattice().bonds() instanceof Graph) {
            throw new Refused("lattice.bonds", "a graph runs in one block on one node: there is nothing to plan");
        }
        if (own.isGlobal()) {
            throw new Refused(
                    "kernel",
                    "kernel " + experiment.spec().kernel().kind()
                            + " moves the lattice as a whole, in one block on one node: there is nothing to plan");
        }
        return new Work(
                experiment.spec().model().kind(),
                experiment.spec().kernel().kind(),
                !own.equals(own.clear()),
                dynamics.model().values(),
                own.bytesPerSite(),
                dynamics.model().terms().size(),
                cut,
                experiment.chains().size(),
                experiment.pace().sweeps(),
                experiment.plan().lag(),
                experiment.plan().reach());
    }

    /** The same in other blocks. */
    Work with(Cut other) {
        return new Work(model, kernel, fast, values, bytesPerSite, terms, other, chains, sweeps, lag, 1);
    }

    String form() {
        return fast ? "fast form" : "clear form";
    }

    public Patch patch() {
        return cut.patch(0);
    }

    /** The length of a block that is as long in every direction and has as many sites. */
    double length() {
        return Math.pow(patch().sites(), 1.0 / cut.lattice().dimensions());
    }

    int steps() {
        return cut.lattice().colours();
    }

    /** Rounds in which blocks show each other their rows, over sweeps: each epoch begins with one. */
    double roundsASweep() {
        return (double) Math.ceilDiv((long) steps() * sweeps, reach) / sweeps;
    }

    /** Sites that a block moves, over its own: the others are its neighbours'. */
    double twice() {
        return 1 + (double) Reach.twice(reach) / patch().rows();
    }

    /** Bytes that the fields of a block take. */
    double blockBytes() {
        return bytesPerSite * patch().sites() * chains;
    }

    /** Bytes of a block's snapshot; running sums are not among them. */
    long snapshotBytes() {
        long sites = patch().sites();
        long values = this.values == Values.SPIN ? (sites + 7) / 8 : Double.BYTES * sites;
        return HEADER + chains * (values + CHAIN_HEADER);
    }

    private static final int HEADER = 42;
    private static final int CHAIN_HEADER = 16;
}
