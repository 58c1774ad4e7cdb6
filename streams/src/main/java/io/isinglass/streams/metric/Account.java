package io.isinglass.streams.metric;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.measure.Thermalisation;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Reading;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a chain has shown since its couplings last turned or it was changed, in bounded memory. */
final class Account implements Memory {

    /*
     * Sweeps are binned for the means; the means of whole epochs are binned once more, from the first epoch on, to show
     * how long the chain was on its way. What these show is told and does not change the means: a rule that reads a
     * series and then cuts it has a bias of its own.
     */

    /** A mean of early epochs that differs from an exact one of late epochs differs by infinitely many σ. */
    private static final double MOST_SIGMAS = 99;

    private static final Mark MARK = new Mark("an account of a chain");

    private final Function<Couplings, Observables> model;
    private Couplings couplings;
    private Observables observables;
    private Bins sweeps;
    private Bins epochs;

    /** An account of nothing yet; {@code model} says what is observed under which couplings. */
    Account(Function<Couplings, Observables> model) {
        this.model = model;
    }

    /** Adds an epoch under these couplings; begins anew if they are others, or the chain was {@code changed}. */
    void add(Couplings now, boolean changed, Series series) {
        boolean begins = changed || !now.equals(couplings);
        couplings = now;
        observables = model.apply(now);
        int width = observables.direct().size();
        if (begins) {
            epochs = new Bins(width);
        }
        if (epochs.count() <= 1) {
            sweeps = new Bins(width);
        }
        double[] mean = new double[width];
        for (int row = 0; row < series.sweeps(); row++) {
            double[] values = observables.of(series.row(row));
            sweeps.add(values);
            for (int k = 0; k < width; k++) {
                mean[k] += values[k] / series.sweeps();
            }
        }
        epochs.add(mean);
    }

    Observables observables() {
        return observables;
    }

    /** Binned means of direct observable {@code k} over the sweeps in its mean, at most so many. */
    double[] course(int k, int most) {
        return sweeps.means(k, most);
    }

    /** The observables, then their ratios. */
    List<Reading> measured() {
        List<Reading> readings = new ArrayList<>();
        int k = 0;
        for (Observable observable : observables.direct()) {
            readings.add(new Reading(observable.name(), sweeps.estimate(k++)));
        }
        for (Ratio ratio : observables.ratios()) {
            readings.add(new Reading(ratio.name(), sweeps.jackknife(ratio.of())));
        }
        return readings;
    }

    /** How many of the first epochs, the one not in the means included, should be left out, and by how many σ they differ. */
    List<Reading> beginning() {
        boolean known = epochs.means(0).length >= Thermalisation.FEWEST;
        long longest = 0;
        double score = 0;
        for (int k = 0; known && k < observables.direct().size(); k++) {
            Thermalisation each = Thermalisation.of(epochs.means(k));
            longest = Math.max(longest, each.leaveOut() * epochs.length());
            score = Math.max(score, Math.min(MOST_SIGMAS, Math.abs(each.score())));
        }
        return List.of(
                new Reading("burn_in", known ? Estimate.exact((double) longest) : Estimate.unknown()),
                new Reading("burn_in_z", known ? Estimate.exact(score) : Estimate.unknown()));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        out.writeBoolean(couplings != null);
        if (couplings != null) {
            couplings.save(out);
            sweeps.save(out);
            epochs.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        if (in.readBoolean()) {
            couplings = Couplings.load(in);
            observables = model.apply(couplings);
            sweeps = new Bins(observables.direct().size());
            epochs = new Bins(observables.direct().size());
            sweeps.load(in);
            epochs.load(in);
        }
    }
}
