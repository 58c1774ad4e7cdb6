package io.isinglass.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.isinglass.actors.bench.Benchmarks;
import io.isinglass.actors.bench.Calibration;
import io.isinglass.actors.bench.Chart;
import io.isinglass.actors.bench.Comparison;
import io.isinglass.actors.bench.Curve;
import io.isinglass.actors.bench.Figure;
import io.isinglass.actors.bench.Machine;
import io.isinglass.actors.plan.Constants;
import io.isinglass.actors.plan.Estimate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isinglass bench}: how fast this machine is, in under two minutes. */
@Command(name = "bench", description = "Measures how fast this machine sweeps, in under two minutes.")
final class BenchCommand implements Callable<Integer> {

    private static final JsonMapper MAPPER = new JsonMapper();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @CommandLine.Option(names = "--json", description = "prints one JSON object a line")
    private boolean json;

    @CommandLine.Option(
            names = "--curve",
            paramLabel = "FILE",
            description = "measures what a site costs by size and by blocks instead, and draws it into an SVG file")
    private Optional<Path> curve = Optional.empty();

    @CommandLine.Option(
            names = "--constants",
            paramLabel = "FILE",
            description = "measures what isinglass plan reckons with instead, and writes it into a file")
    private Optional<Path> constants = Optional.empty();

    @CommandLine.Option(
            names = "--check",
            paramLabel = "FILE",
            description = "compares what isinglass plan predicts from the constants in a file with what is measured")
    private Optional<Path> check = Optional.empty();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        if (constants.isPresent()) {
            Files.writeString(constants.get(), Calibration.measure().toJson(), StandardOpenOption.CREATE_NEW);
            return 0;
        }
        if (check.isPresent()) {
            compare(out, Constants.read(check.get()));
            return 0;
        }
        if (curve.isPresent()) {
            draw(out, curve.get());
            return 0;
        }
        if (!json) {
            out.println(Machine.here());
            out.printf("%-16s %10s %21s  %-18s %s%n", "", "median", "lowest - highest", "", "times the clear kernel");
        }
        new Benchmarks(Runtime.getRuntime().availableProcessors())
                .figures()
                .forEach(figure -> out.println(json ? json(figure) : line(figure)));
        return 0;
    }

    private static void draw(PrintWriter out, Path file) throws IOException {
        Curve measured = Curve.measure();
        out.println(Machine.here());
        out.println("length   ps a site and sweep");
        measured.lengths().forEach(point -> out.printf(Locale.ROOT, "%6d   %.4g%n", point.at(), point.picoseconds()));
        out.println("blocks   ps a site and sweep");
        measured.blocks().forEach(point -> out.printf(Locale.ROOT, "%6d   %.4g%n", point.at(), point.picoseconds()));
        Files.writeString(file, Chart.svg(measured), StandardOpenOption.CREATE_NEW);
    }

    private static void compare(PrintWriter out, Constants predicted) {
        out.println(Machine.here() + "; constants from " + predicted.machine());
        out.printf(
                "%-16s %6s %7s %26s %26s %6s %6s  %s%n",
                "sweeps/s",
                "length",
                "threads",
                "predicted",
                "measured",
                "ratio",
                "cores",
                "ratio, had each thread a core");
        new Comparison(predicted)
                .lines(Runtime.getRuntime().availableProcessors())
                .forEach(line -> out.printf(
                        Locale.ROOT,
                        "%-16s %6d %7d %26s %26s %6.2f %6.2f  %.2f%n",
                        line.model(),
                        line.length(),
                        line.threads(),
                        range(line.predicted()),
                        range(line.measured()),
                        line.ratio(),
                        line.cores(),
                        line.ratioOfCores()));
    }

    private static String range(Estimate rate) {
        return String.format(Locale.ROOT, "%.4g (%.4g - %.4g)", rate.value(), rate.low(), rate.high());
    }

    private static String line(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%-16s %10.4g %10.4g - %8.4g  %-18s %.3g",
                figure.name(),
                figure.value(),
                figure.low(),
                figure.high(),
                figure.unit(),
                figure.ratioToClear());
    }

    private static String json(Figure figure) {
        try {
            return MAPPER.writeValueAsString(figure);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
