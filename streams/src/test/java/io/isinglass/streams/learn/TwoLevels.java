package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Chains whose bond sum is one of two values ±{@code size}, drawn anew in every epoch from p ∝ exp(K T): the best that
 * sweeping can do. The first sweep of an epoch shows the other value than the last, so that they are not mistaken.
 */
final class TwoLevels {

    private final double size;
    private final SplittableRandom random;

    TwoLevels(double size, long seed) {
        this.size = size;
        this.random = new SplittableRandom(seed);
    }

    /** A task whose couplings are K = 1 alone. */
    static Task task(long epochs, long seed) {
        return new Task(
                FourByFour.LATTICE,
                new Ising(),
                new Couplings(1, 0, 0),
                Start.ORDERED,
                epochs,
                Optional.empty(),
                new Noise(seed));
    }

    /** The probability of the upper value. */
    double upper(double k) {
        return 1 / (1 + Math.exp(-2 * k * size));
    }

    /** The share of the exchanges between two couplings that is rejected. */
    double rejected(double k, double other) {
        double accepted = 0;
        for (int mine = -1; mine <= 1; mine += 2) {
            for (int its = -1; its <= 1; its += 2) {
                double p = (mine > 0 ? upper(k) : 1 - upper(k)) * (its > 0 ? upper(other) : 1 - upper(other));
                accepted += p * Math.min(1, Math.exp((k - other) * (its - mine) * size));
            }
        }
        return 1 - accepted;
    }

    Sample sample(long epoch, Stance stance, int chains) {
        List<Series> series = new ArrayList<>();
        for (int chain = 0; chain < chains; chain++) {
            double k = stance.couplings().of(chain).at(Ising.BOND);
            double sum = random.nextDouble() < upper(k) ? size : -size;
            Series drawn = Series.zeros(2, 3);
            drawn.add(0, Ising.BOND, -sum);
            drawn.add(1, Ising.BOND, sum);
            series.add(drawn);
        }
        Order order = new Order(epoch, 2, stance.couplings(), List.of(), false, false, false);
        return new Sample(order, series, List.of(), List.of());
    }

    /** What the last lesson tells of {@code key}, if it does. */
    static Reading reading(Lesson lesson, String key) {
        return lesson.readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
