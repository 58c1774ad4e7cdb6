package io.isinglass.actors.run;

import io.isinglass.streams.metric.Row;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a run stands.
 *
 * @param epochs epochs done
 * @param total epochs in all; empty: nobody knows
 * @param sweeps sweeps done
 * @param sweepsPerSecond over the last few seconds
 * @param key the latest rows of the numbers that matter most
 */
public record Progress(
        State state,
        long epochs,
        OptionalLong total,
        long sweeps,
        double sweepsPerSecond,
        Duration elapsed,
        List<Row> key) {

    public Progress {
        key = List.copyOf(key);
    }

    /** The time that the rest will take at the present speed; zero when that is not known. */
    public Duration left() {
        if (epochs == 0 || sweepsPerSecond <= 0 || total.isEmpty()) {
            return Duration.ZERO;
        }
        double rest = (double) sweeps / epochs * (total.getAsLong() - epochs);
        return Duration.ofMillis(Math.round(1000 * rest / sweepsPerSecond));
    }
}
