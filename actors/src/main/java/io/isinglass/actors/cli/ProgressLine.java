package io.isinglass.actors.cli;

import io.isinglass.actors.run.Progress;
import io.isinglass.streams.metric.Row;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** The line that says how a run goes: one that changes on a terminal, one after the other elsewhere. */
final class ProgressLine {

    private static final String CLEAR = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean tty;

    ProgressLine(PrintWriter out, boolean tty) {
        this.out = out;
        this.tty = tty;
    }

    void show(Progress progress) {
        String text = String.format(
                Locale.ROOT,
                "epoch %d%s  %d sweeps  %.1f sweeps/s  %s  %s",
                progress.epochs(),
                progress.total().isPresent() ? "/" + progress.total().getAsLong() : "",
                progress.sweeps(),
                progress.sweepsPerSecond(),
                progress.total().isPresent() ? clock(progress.left()) + " left" : "no end in sight",
                progress.key().stream().map(ProgressLine::number).collect(Collectors.joining("  ")));
        if (tty) {
            out.print(CLEAR + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    void end() {
        if (tty) {
            out.println();
        }
    }

    private static String number(Row row) {
        return row.key() + " " + Digits.of(row);
    }

    static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
