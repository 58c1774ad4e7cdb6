package io.isinglass.actors.cli;

import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.engine.lattice.Cut;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isinglass validate SPEC}: all that is wrong with a spec, line by line, or that nothing is. */
@Command(name = "validate", description = "Checks a spec whole, and starts nothing.")
final class ValidateCommand implements Callable<Integer> {

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
                        "%s is valid: %s on a %d x %d %s in %d x %d blocks, %d chains, %d epochs of %d sweeps%n",
                        experiment.spec().name(),
                        experiment.spec().model().kind(),
                        cut.lattice().rows(),
                        cut.lattice().columns(),
                        cut.lattice().boundary().name().toLowerCase(Locale.ROOT),
                        cut.down(),
                        cut.across(),
                        experiment.chains().size(),
                        experiment.spec().schedule().epochs(),
                        experiment.spec().schedule().sweeps());
        return 0;
    }
}
