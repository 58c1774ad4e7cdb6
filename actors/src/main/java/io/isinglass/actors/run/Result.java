package io.isinglass.actors.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.config.Spec;
import io.isinglass.streams.metric.Row;
import java.util.Map;

/**
 * What a run came to: the last row of each key, and what identifies the run and its numbers.
 *
 * @param digest hex SHA-256 of the final field; empty if the run was stopped before its end
 * @param metricsDigest hex SHA-256 of all rows without their times
 */
public record Result(
        String run,
        State state,
        long seed,
        String version,
        String specHash,
        String digest,
        String metricsDigest,
        long epochs,
        long sweeps,
        Map<String, Row> rows) {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Result {
        rows = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(rows));
    }

    /** What a run has come to that is over. */
    static Result of(Chronicle state, Event.Ended ended) {
        Spec spec = state.charter().map(Experiment::located).orElseThrow().spec();
        return new Result(
                spec.name(),
                ended.how(),
                spec.seed(),
                Version.text(),
                spec.hash(),
                ended.digest(),
                state.chain(),
                state.epochs(),
                state.epochs() * spec.schedule().sweeps(),
                state.last());
    }

    /**
     * The result as JSON; the values stand under the name of the run, so that {@code restore.site_error} is a path. Those with a
     * label, {@code name.01}, {@code name.02} …, are a list {@code name}.
     */
    public String toJson() {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("run", run);
        node.put("state", state.label());
        node.put("seed", seed);
        node.put("version", version);
        node.put("spec_hash", specHash);
        node.put("digest", digest);
        node.put("metrics_digest", metricsDigest);
        node.put("epochs", epochs);
        node.put("sweeps", sweeps);
        ObjectNode values = node.putObject(run);
        rows.forEach((key, row) -> (row.label() == null
                        ? values.putObject(key)
                        : values.withArrayProperty(key.substring(0, key.lastIndexOf('.')))
                                .addObject()
                                .put("label", row.label()))
                .put("value", row.value())
                .put("stderr", row.stderr())
                .put("tau_int", row.tau())
                .put("n_eff", row.size())
                .put("epoch", row.epoch()));
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
