package io.isinglass.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that decides a run: with its data, every bit of field, tally, coupling and metric follows from it.
 *
 * @param sink where the metrics go besides the store; decides nothing
 */
public record Spec(
        String name,
        long seed,
        LatticeSpec lattice,
        ModelSpec model,
        Choice kernel,
        Choice learner,
        Optional<Choice> data,
        Optional<Choice> sink,
        Schedule schedule) {

    /** Names that a result file uses for itself, and which a run may therefore not have. */
    public static final List<String> RESERVED = List.of(
            "run", "seed", "version", "digest", "metrics_digest", "spec_hash", "epochs", "sweeps", "values", "metrics");

    /** The kernel of a spec that names none. */
    public static final Choice DEFAULT_KERNEL = Choice.of("heat-bath");

    /** The learner of a spec that names none: the couplings stay as they are. */
    public static final Choice DEFAULT_LEARNER = Choice.of("none");

    public Spec {
        Check.name("name", name);
        if (RESERVED.contains(name)) {
            throw new Refusal("name", "must not be one of " + String.join(", ", RESERVED) + "; was \"" + name + "\"");
        }
        Objects.requireNonNull(lattice, "lattice");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(schedule, "schedule");
        if (data.isEmpty() && (lattice.rows().isEmpty() || lattice.columns().isEmpty())) {
            throw new Refusal("lattice", "needs rows and columns: only a spec with data may leave the size out");
        }
    }

    /** The canonical form: JSON with sorted keys and every default filled in. It reads back to an equal spec. */
    public String toJson() {
        return Canonical.json(this);
    }

    /** The hex SHA-256 of the {@linkplain #toJson() canonical form}. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
