package io.isinglass.actors.cli;

import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isinglass validate SPEC}: all that is wrong with a spec, line by line, or that nothing is. */
@Command(name = "validate", description = "Checks a spec whole, and starts nothing.")
final class ValidateCommand implements Callable<Integer> {

    /** Sites of a block, over all chains, whose half-sweep takes as long as a network does. */
    private static final long HIDING = 4096L * 4096;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private SpecOptions spec;

    @Override
    public Integer call() throws IOException {
        Experiment experiment = Binder.bind(spec.read(), spec.files());
        Cut cut = experiment.plan().cut();
        command.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s is valid: %s on a %s in %s blocks, %d chains, %s of %d sweeps%n",
                        experiment.spec().name(),
                        experiment.spec().model().kind(),
                        lattice(cut.lattice()),
                        grid(cut.deep(), cut.down(), cut.across()),
                        experiment.chains().size(),
                        experiment.length().isPresent()
                                ? experiment.length().getAsLong() + " epochs"
                                : "as many epochs as its records come to",
                        experiment.spec().schedule().sweeps());
        if (isTooFine(cut, (long) experiment.chains().size() * experiment.plan().reach())) {
            command.commandLine()
                    .getOut()
                    .println("on several nodes these blocks would wait for the network: cut into blocks of 4096 x 4096"
                            + " or more, or run more chains; isinglass plan tells");
        }
        return 0;
    }

    /**
     * Whether a lattice that is large enough for several nodes is cut into blocks that a network would slow.
     *
     * @param sweeps half-sweeps of chains from one time that blocks are shown something to the next
     */
    private static boolean isTooFine(Cut cut, long sweeps) {
        long block = cut.lattice().sites() / cut.count();
        return cut.count() > 1 && cut.lattice().sites() >= 4 * HIDING && block * sweeps < HIDING;
    }

    private static String lattice(Lattice lattice) {
        if (lattice.bonds() instanceof Graph graph) {
            return "graph of %d sites and %d bonds".formatted(graph.sites(), graph.count());
        }
        String boundary = lattice.boundary().name().toLowerCase(Locale.ROOT);
        return grid(lattice.depth(), lattice.rows(), lattice.columns()) + " " + boundary;
    }

    private static String grid(int planes, int rows, int columns) {
        return (planes == 1 ? "" : planes + " x ") + rows + " x " + columns;
    }
}
