package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Mean field by black-box gradients: spins independent of each other, all of natural parameter λ, are sampled, and λ
 * climbs the bound ln Z ≥ E_q[θ·T − ln q] by its score-function gradient.
 *
 * <p>The chain is swept at K = 0, h = λ, where each sweep of the heat bath is an independent sample of q.
 * ∇ = Cov_q(Σ s, θ·T − λ Σ s), over the Fisher information N(1 − tanh² λ), with steps (1 + t/delay)^−decay.
 * Ranganath, Gerrish, Blei: Black Box Variational Inference (2014).
 */
public final class BlackBoxBound implements Learner {

    private static final double LONGEST_STEP = 0.5;
    private static final double LARGEST = 5;
    private static final Mark MARK = new Mark("black-box-bound");

    private final Task task;
    private final double delay;
    private final double decay;
    private double lambda;
    private double averaged;
    private long seen;

    /** Starts from {@code lambda}; from 0 an Ising model without a field would not break its symmetry. */
    public BlackBoxBound(Task task, double lambda, double delay, double decay) {
        if (!(task.model() instanceof Ising)) {
            throw new Refused("kind", "black-box-bound needs the model ising");
        }
        this.task = task;
        this.lambda = lambda;
        this.averaged = lambda;
        this.delay = delay;
        this.decay = decay;
    }

    @Override
    public List<Chain> chains() {
        return List.of(new Chain("", task.start(), false));
    }

    @Override
    public Stance start() {
        return Stance.at(new Couplings(0, lambda, 0));
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        double at = sample.order().couplings().shared().at(Ising.FIELD);
        double sites = task.lattice().sites();
        double m = Elementary.tanh(at);
        Bins bound = new Bins(1);
        double score = 0;
        double gradient = 0;
        Series series = sample.chains().getFirst();
        double baseline = mean(series, at);
        for (int row = 0; row < series.sweeps(); row++) {
            double weight = weight(series, row, at);
            bound.add(new double[] {weight / sites + Elementary.logTwoCosh(at)});
            score = series.value(row, Ising.FIELD) - sites * m;
            gradient += score * (weight - baseline) / (series.sweeps() - 1);
        }
        double natural = gradient / (sites * (1 - m * m));
        double step = Elementary.exp(-decay * Elementary.log(1 + seen / delay)) * natural;
        lambda += Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
        lambda = Math.max(-LARGEST, Math.min(LARGEST, lambda));
        seen++;
        averaged += (lambda - averaged) * Math.min(1, 2.0 / (seen + 1));
        return new Lesson(
                Stance.at(new Couplings(0, lambda, 0)),
                List.of(
                        new Reading("elbo", bound.estimate(0)),
                        new Reading("lambda", Estimate.exact(at)),
                        new Reading("mean", Estimate.exact(m)),
                        new Reading("mean_averaged", Estimate.exact(Elementary.tanh(averaged))),
                        new Reading("gradient", Estimate.exact(natural))),
                List.of());
    }

    private double mean(Series series, double at) {
        double sum = 0;
        for (int row = 0; row < series.sweeps(); row++) {
            sum += weight(series, row, at);
        }
        return sum / series.sweeps();
    }

    /** θ·T − λ Σ s of one sweep. */
    private double weight(Series series, int row, double at) {
        return task.couplings().at(Ising.BOND) * series.value(row, Ising.BOND)
                + (task.couplings().at(Ising.FIELD) - at) * series.value(row, Ising.FIELD);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        Numerals.write(out, lambda);
        Numerals.write(out, averaged);
        out.writeLong(seen);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        lambda = Numerals.number(in);
        averaged = Numerals.number(in);
        seen = in.readLong();
    }
}
