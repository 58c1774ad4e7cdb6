package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distributions p ∝ exp(f θ·T) between two factors f: θ is that of the model, so that f is an inverse temperature in
 * units in which the model's own is 1.
 */
record Tempering(Task task, double from, double to) {

    /** Refuses, in the name of {@code learner}, a model that is not sampled and a factor that it cannot bear. */
    Tempering(String learner, Task task, double from, double to) {
        this(task, from, to);
        if (task.model() instanceof Ascent) {
            throw new Refused("kind", learner + " needs a model that is sampled, not one that climbs a bound");
        }
        if (from >= to) {
            throw new Refused("options.from", "from must be below to, which is %s, was %s".formatted(to, from));
        }
        for (double factor : List.of(from, to)) {
            try {
                task.model().check(at(factor));
                task.model().check(at(factor), task.lattice());
            } catch (Refused refused) {
                throw new Refused(
                        "kind",
                        "%s needs couplings that stay possible %s times as strong: %s"
                                .formatted(learner, factor, refused.getMessage()));
            }
        }
    }

    /** f θ. */
    Couplings at(double factor) {
        double[] values = task.couplings().values().clone();
        for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
        }
        return new Couplings(values);
    }

    /** θ·T of one sweep of a chain. */
    double exponent(Series series, int row) {
        double sum = 0;
        for (int k = 0; k < task.couplings().values().length; k++) {
            sum = Math.fma(task.couplings().at(k), series.value(row, k), sum);
        }
        return sum;
    }

    /** θ·T of each chain as it stands at the end of the epoch. */
    double[] exponents(Sample sample) {
        return sample.chains().stream()
                .mapToDouble(series -> exponent(series, series.sweeps() - 1))
                .toArray();
    }

    /** Chains that see the same and begin alike, named by a letter and a number. */
    List<Chain> chains(char letter, int count, Start start, boolean told) {
        int digits = Math.max(2, Integer.toString(count - 1).length());
        return IntStream.range(0, count)
                .mapToObj(index -> new Chain(
                        letter + ("%0" + digits + "d").formatted(index),
                        start,
                        task.data().isPresent(),
                        told))
                .toList();
    }
}
