package io.isinglass.actors.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of the benchmark's table.
 *
 * @param value the median of several windows of time
 * @param low the lowest of the windows
 * @param high the highest of them
 * @param ratioToClear by what factor it is better than the clear kernel on the same machine in the same run
 */
public record Figure(
        String name,
        double value,
        double low,
        double high,
        String unit,
        @JsonProperty("ratio_to_clear") double ratioToClear) {

    Figure(String name, Timing timing, String unit, double ratioToClear) {
        this(name, timing.median(), timing.low(), timing.high(), unit, ratioToClear);
    }
}
