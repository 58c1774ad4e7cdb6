package io.isinglass.streams.learn;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Population annealing: a population of chains whose couplings grow from epoch to epoch by a factor f; between epochs
 * each chain dies out or has copies, by the weight exp((f′ − f) θ·T) of its field as it stands.
 *
 * <p>So the population stays a sample of every distribution on its way, and the mean weight of a step is Z(f′)/Z(f)
 * (Hukushima, Iba 2003; Machta: Population annealing with weighted averages, 2010). What an epoch tells is about the
 * factor that it ran under.
 */
public final class PopulationAnnealing implements Learner {

    /*
     * Copies are drawn systematically: one lot u a step, and chain i has as many copies as there are numbers u + k
     * between the sums of the normalised weights before and after it. So the population keeps its size, and no chain has
     * a whole copy more or less than it should. Who has any stays in its place; others copy who has too many.
     *
     * Weights are taken relative to the largest: θ·T grows with the lattice, and its exponential overflows.
     */

    private static final Mark MARK = new Mark("population-annealing");

    private final Tempering tempering;
    private final List<Chain> chains;
    private final Families families;
    private final double[] logZLeftOut;
    private double logZ;

    /** Factors in equal steps, {@code from} in the first epoch, {@code to} in the last. */
    public PopulationAnnealing(Task task, int replicas, double from, double to) {
        this.tempering = new Tempering("population-annealing", task, from, to);
        this.chains = tempering.chains('r', replicas, Start.DISORDERED, false);
        this.families = new Families(replicas);
        this.logZLeftOut = new double[replicas];
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public int maxLag() {
        return 0;
    }

    @Override
    public Stance start() {
        return Stance.at(tempering.at(factor(0)));
    }

    private double factor(long epoch) {
        long last = tempering.task().length() - 1;
        return epoch >= last
                ? tempering.to()
                : Math.fma((double) epoch / last, tempering.to() - tempering.from(), tempering.from());
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        List<Reading> readings = readings(sample, batch.epoch());
        double step = factor(batch.epoch() + 1) - factor(batch.epoch());
        Map<Integer, Integer> copies = step > 0 ? resample(tempering.exponents(sample), step, batch.epoch()) : Map.of();
        Stance next = Stance.at(tempering.at(factor(batch.epoch() + 1)));
        return new Lesson(new Stance(next.couplings(), next.restarts(), copies), readings, List.of());
    }

    /** Takes a step of the factor; returns who begins as a copy of whom. */
    private Map<Integer, Integer> resample(double[] exponents, double step, long epoch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double exponent : exponents) {
            largest = Math.max(largest, exponent);
        }
        double[] weights = new double[exponents.length];
        double total = 0;
        for (int chain = 0; chain < weights.length; chain++) {
            weights[chain] = Elementary.exp(step * (exponents[chain] - largest));
            total += weights[chain];
        }
        logZ += step * largest + Elementary.log(total / weights.length);
        double[] left = families.leftOut(weights);
        for (int each = 0; each < left.length; each++) {
            logZLeftOut[each] += step * largest + Elementary.log(left[each]);
        }
        Map<Integer, Integer> copies = copies(weights, total, epoch);
        families.inherit(copies);
        return copies;
    }

    private Map<Integer, Integer> copies(double[] weights, double total, long epoch) {
        Dice dice = tempering.task().noise().dice(0, epoch, Noise.LEARNER);
        dice.row(0);
        double lot = dice.uniform(0, 0);
        Deque<Integer> vacant = new ArrayDeque<>();
        Deque<Integer> surplus = new ArrayDeque<>();
        double sum = 0;
        long drawn = 0;
        for (int chain = 0; chain < weights.length; chain++) {
            sum += weights[chain];
            long until = chain == weights.length - 1
                    ? weights.length
                    : (long) Math.ceil(Math.min(1, sum / total) * weights.length - lot);
            if (until == drawn) {
                vacant.add(chain);
            }
            for (; drawn + 1 < until; drawn++) {
                surplus.add(chain);
            }
            drawn = until;
        }
        Map<Integer, Integer> copies = new HashMap<>();
        while (!vacant.isEmpty()) {
            copies.put(vacant.remove(), surplus.remove());
        }
        return copies;
    }

    private List<Reading> readings(Sample sample, long epoch) {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("log_z_gain", families.estimate(logZ, logZLeftOut)));
        readings.add(new Reading("factor", Estimate.exact(factor(epoch))));
        readings.add(new Reading("families", Estimate.exact((double) families.count())));
        readings.add(new Reading("families_effective", Estimate.exact(families.effective())));
        readings.add(new Reading("rho_t", Estimate.exact(families.meanSquare())));
        Task task = tempering.task();
        Observables observables = task.model().observables(task.lattice(), tempering.at(factor(epoch)));
        double[][] values = sample.chains().stream()
                .map(series -> means(observables, series))
                .toArray(double[][]::new);
        int k = 0;
        for (Observable observable : observables.direct()) {
            int at = k++;
            readings.add(new Reading(observable.name(), families.estimate(values, means -> means[at])));
        }
        for (Ratio ratio : observables.ratios()) {
            readings.add(new Reading(ratio.name(), families.estimate(values, ratio.of())));
        }
        return readings;
    }

    /** The means of the observables over a chain's epoch. */
    private static double[] means(Observables observables, Series series) {
        double[] means = new double[observables.direct().size()];
        for (int row = 0; row < series.sweeps(); row++) {
            double[] values = observables.of(series.row(row));
            for (int k = 0; k < means.length; k++) {
                means[k] += values[k] / series.sweeps();
            }
        }
        return means;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        families.save(out);
        Numerals.write(out, logZ);
        Numerals.write(out, logZLeftOut, logZLeftOut.length);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        families.load(in);
        logZ = Numerals.number(in);
        Numerals.read(in, logZLeftOut, logZLeftOut.length);
    }
}
