package io.isinglass.streams.metric;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.streams.learn.Reading;

/**
 * A metric of a run at an epoch: the unit of every metric stream.
 *
 * @param stderr one standard deviation of {@code value}, 0 where it is exact, null where it is not known yet
 * @param tau integrated autocorrelation time, in sweeps
 * @param size effective number of independent measurements
 * @param sweep last sweep that counts
 * @param seq number of the row in its run, from 0, without gap
 * @param time when the row was made, ISO 8601; no part of the run's result
 * @param label what the value is about, where the key does not say it; null, and not written, where it does
 */
@JsonPropertyOrder({"run", "key", "value", "stderr", "tau_int", "n_eff", "epoch", "sweep", "seq", "time", "label"})
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Row(
        String run,
        String key,
        Double value,
        Double stderr,
        @JsonProperty("tau_int") Double tau,
        @JsonProperty("n_eff") Double size,
        long epoch,
        long sweep,
        long seq,
        String time,
        @JsonInclude(JsonInclude.Include.NON_NULL) String label) {

    /** A row whose key says all. */
    public Row(
            String run,
            String key,
            Double value,
            Double stderr,
            Double tau,
            Double size,
            long epoch,
            long sweep,
            long seq,
            String time) {
        this(run, key, value, stderr, tau, size, epoch, sweep, seq, time, null);
    }

    static Row of(String run, Reading reading, long epoch, long sweep, long seq, String time) {
        Estimate estimate = reading.estimate();
        return new Row(
                run,
                reading.key(),
                finite(estimate.mean()),
                finite(estimate.stderr()),
                finite(estimate.tau()),
                finite(estimate.size()),
                epoch,
                sweep,
                seq,
                time,
                reading.label().orElse(null));
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
