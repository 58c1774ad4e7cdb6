package io.isinglass.actors.cli;

import io.isinglass.config.Experiments;
import io.isinglass.config.SpecSchema;
import io.isinglass.engine.catalog.Catalog;
import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Term;
import io.isinglass.streams.learn.Learners;
import io.isinglass.streams.sink.Sinks;
import io.isinglass.streams.source.Sources;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code isinglass describe}: the catalogues, and every key of a spec. */
@Command(
        name = "describe",
        description = "Lists models, wirings, kernels, learners, data sources and sinks, and the keys of a spec.")
final class DescribeCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @CommandLine.Option(names = "--schema", description = "prints the JSON Schema of a spec instead")
    private boolean schema;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (schema) {
            out.println(SpecSchema.text());
            return 0;
        }
        out.println("specs that are shipped: " + String.join(", ", Experiments.names()));
        print(out, Models.CATALOG);
        print(out, Wirings.CATALOG);
        print(out, Kernels.CATALOG);
        print(out, Learners.CATALOG);
        print(out, Sources.CATALOG);
        print(out, Sinks.CATALOG);
        out.println();
        out.println("keys of a spec");
        for (SpecSchema.Key key : SpecSchema.keys()) {
            String fallback = key.fallback().map(value -> ", default " + value).orElse("");
            out.printf("  %-22s %s (%s%s)%n", key.path(), key.description(), key.expected(), fallback);
        }
        return 0;
    }

    private static void print(PrintWriter out, Catalog<?> catalog) {
        out.println();
        out.println(catalog.what() + "s");
        for (Catalog.Entry<?> entry : catalog.entries()) {
            out.printf("  %-18s %s%n", entry.name(), entry.summary());
            if (catalog == Models.CATALOG) {
                couplings(out, entry.name());
            }
            for (Option option : entry.options()) {
                String fallback = option.fallback().isEmpty() ? "must be given" : "default " + option.fallback();
                out.printf("      %-14s %s: %s, %s%n", option.name(), option.summary(), option.allowed(), fallback);
            }
        }
    }

    private static void couplings(PrintWriter out, String name) {
        Model model = Models.CATALOG.make(name, Map.of());
        for (Term term : model.terms()) {
            String what = term.turned() ? "couples to " + term.statistic() : term.statistic();
            out.printf("      %-14s %s%n", term.name(), what);
        }
    }
}
