package io.isinglass.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.isinglass.actors.plan.Constants;
import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Fleet;
import io.isinglass.actors.plan.Measured;
import io.isinglass.actors.plan.Prediction;
import io.isinglass.actors.plan.Work;
import io.isinglass.actors.run.Binder;
import io.isinglass.actors.run.Experiment;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code isinglass plan SPEC}: what a run would need on so many nodes, and how fast it would be; nothing is started. */
@Command(name = "plan", description = "Predicts what a run needs and how fast it is on many nodes, and starts nothing.")
final class PlanCommand implements Callable<Integer> {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();
    private static final double GIBIBYTES_A_CORE = 4;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private SpecOptions spec;

    @Option(names = "--nodes", paramLabel = "N", description = "nodes, all alike (default: 1)")
    private int nodes = 1;

    @Option(
            names = "--cores",
            paramLabel = "C",
            description = "threads that sweep on each node (default: one for each core of this machine)")
    private int cores = Runtime.getRuntime().availableProcessors();

    @Option(names = "--memory", paramLabel = "GIB", description = "heap of a node, in GiB (default: 4 a core)")
    private Optional<Double> memory = Optional.empty();

    @Option(
            names = "--rtt",
            paramLabel = "MICROSECONDS",
            description = "round trip of the network (default: that of TCP within one machine)")
    private Optional<Double> roundTrip = Optional.empty();

    @Option(
            names = "--gbits",
            paramLabel = "GBITS",
            description = "gigabits a second of a node's network (default: those of TCP within one machine)")
    private Optional<Double> gigabits = Optional.empty();

    @Option(
            names = "--vault",
            paramLabel = "MB",
            description =
                    "megabytes a second that the vault takes and gives, all nodes together (default: a disk a node)")
    private Optional<Double> vault = Optional.empty();

    @Option(names = "--commit", paramLabel = "MS", description = "milliseconds of a commit (default: H2, in a file)")
    private Optional<Double> commit = Optional.empty();

    @Option(
            names = "--snapshot-every",
            paramLabel = "SECONDS",
            description = "seconds between two snapshots (default: 30)")
    private double snapshotEvery = 30;

    @Option(names = "--mtbf", paramLabel = "DAYS", description = "days that a node lives until it fails (default: 30)")
    private double days = 30;

    @Option(
            names = "--constants",
            paramLabel = "FILE",
            description = "what isinglass bench --constants has measured (default: those shipped)")
    private Optional<Path> constants = Optional.empty();

    @Option(names = "--json", description = "prints one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Fleet fleet = new Fleet(nodes, cores, memory.orElse(GIBIBYTES_A_CORE * cores), snapshotEvery, days);
        Constants measured = constants.isPresent() ? Constants.read(constants.get()) : Constants.shipped();
        Experiment experiment = Binder.bind(spec.read(), spec.files(), Long.MAX_VALUE);
        Work work = Work.of(experiment);
        Prediction prediction = Prediction.of(work, fleet, given(measured));
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(json(prediction));
        } else {
            new PlanText(experiment, work, fleet, prediction).lines().forEach(out::println);
        }
        return 0;
    }

    /** The constants, but for those that the command line gives. */
    private Constants given(Constants measured) {
        Constants all = measured;
        all = with(all, Cost.ROUND_TRIP, "--rtt", roundTrip.map(us -> us * 1e3));
        all = with(all, Cost.WIRE_BYTE, "--gbits", gigabits.map(rate -> 8 / rate));
        all = with(all, Cost.VAULT_BYTE_WRITTEN, "--vault", vault.map(rate -> nodes * 1e3 / rate));
        all = with(all, Cost.VAULT_BYTE_READ, "--vault", vault.map(rate -> nodes * 1e3 / rate));
        return with(all, Cost.COMMIT, "--commit", commit.map(ms -> ms * 1e6));
    }

    private static Constants with(Constants all, Cost cost, String option, Optional<Double> nanoseconds) {
        nanoseconds.filter(value -> !(value >= 0 && value < 1e15)).ifPresent(_ -> {
            throw new Refused("", option + " must be above 0 and not beyond reason");
        });
        return nanoseconds.map(value -> all.with(cost, Measured.exact(value))).orElse(all);
    }

    private static String json(Prediction prediction) throws IOException {
        try {
            return MAPPER.writeValueAsString(prediction);
        } catch (JsonProcessingException e) {
            throw new IOException(e);
        }
    }
}
