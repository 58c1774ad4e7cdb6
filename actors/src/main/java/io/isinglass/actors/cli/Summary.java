package io.isinglass.actors.cli;

import io.isinglass.actors.run.Progress;
import io.isinglass.actors.run.Result;
import io.isinglass.streams.metric.Row;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What is printed when a run has ended. */
final class Summary {

    private Summary() {}

    static void print(PrintWriter out, Result result, Progress progress, Optional<Path> folder) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%s %s: %d epochs, %d sweeps in %s%n",
                result.run(),
                result.state().label(),
                result.epochs(),
                result.sweeps(),
                ProgressLine.clock(progress.elapsed()));
        for (Row row : result.rows().values()) {
            String label = row.label() == null ? "" : "  " + row.label();
            out.printf(Locale.ROOT, "  %-34s %s%s%n", row.key(), Digits.of(row), label);
        }
        if (!result.digest().isEmpty()) {
            out.println("  digest of the field     " + result.digest());
        }
        out.println("  digest of the metrics   " + result.metricsDigest());
        folder.ifPresent(path -> out.println("  written to " + path));
    }
}
