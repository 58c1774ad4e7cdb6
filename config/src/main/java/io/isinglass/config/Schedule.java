package io.isinglass.config;

import java.util.OptionalLong;

/**
 * How long a run lasts: {@code epochs} of {@code sweeps} each, of which the first {@code warmup} epochs are not measured.
 * {@code lag} epochs are granted ahead of learning; a picture is taken every {@code view} epochs, never if 0. Without
 * {@code epochs} it lasts as long as there are data.
 */
public record Schedule(OptionalLong epochs, int sweeps, long warmup, int lag, int view) {

    public static final long MAX_EPOCHS = 1_000_000_000;
    public static final int MAX_SWEEPS = 1_000_000;
    public static final int MAX_LAG = 16;

    public Schedule {
        if (epochs.isPresent()) {
            Check.within("epochs", epochs.getAsLong(), 1, MAX_EPOCHS);
        }
        Check.within("sweeps", sweeps, 1, MAX_SWEEPS);
        Check.within("warmup", warmup, 0, MAX_EPOCHS);
        Check.within("lag", lag, 0, MAX_LAG);
        Check.within("view", view, 0, MAX_EPOCHS);
        if (epochs.isPresent() && warmup >= epochs.getAsLong()) {
            throw new Refusal(
                    "warmup", "must be less than the " + epochs.getAsLong() + " epochs of the run, was " + warmup);
        }
    }

    /** A schedule of a run whose length is known. */
    public Schedule(long epochs, int sweeps, long warmup, int lag, int view) {
        this(OptionalLong.of(epochs), sweeps, warmup, lag, view);
    }
}
