package io.isinglass.actors.chaos;

import java.util.List;
import java.util.Locale;

/** Times in milliseconds, as a reader wants to see them. */
final class Spread {

    private Spread() {}

    static String of(List<Long> times) {
        return String.format(
                Locale.ROOT,
                "n %d, median %.1f, p95 %.1f, max %.1f",
                times.size(),
                quantile(times, 0.5) / 1000.0,
                quantile(times, 0.95) / 1000.0,
                quantile(times, 1) / 1000.0);
    }

    static long quantile(List<Long> times, double part) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(Math.ceil(part * sorted.size())) - 1));
    }
}
