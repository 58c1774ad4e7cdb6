package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Simulated annealing: chains side by side whose couplings grow from epoch to epoch, so that they come to rest near a
 * state of least energy −θ·T, θ the couplings of the model.
 *
 * <p>Kirkpatrick, Gelatt, Vecchi: Optimization by simulated annealing (1983). Energies are told a site.
 */
public final class Annealing implements Learner {

    /** Pictures travel whole: from a larger lattice none is asked for. */
    private static final long MOST_PICTURED = 1L << 24;

    private final Tempering tempering;
    private final List<Chain> chains;
    private final boolean geometric;
    private double best = Double.POSITIVE_INFINITY;
    private double shown = Double.POSITIVE_INFINITY;
    private float[] field = new float[0];

    /**
     * Factors on the couplings from {@code from} in the first epoch to {@code to} in the last.
     *
     * @param geometric whether they grow by equal ratios; else by equal steps
     */
    public Annealing(Task task, int replicas, double from, double to, boolean geometric) {
        this.tempering = new Tempering("annealing", task, from, to);
        this.chains = tempering.chains('r', replicas, task.start(), false);
        this.geometric = geometric;
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    /** With a lag the last factors would not be reached. */
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
        if (epoch >= last) {
            return tempering.to();
        }
        double part = (double) epoch / last;
        return geometric
                ? tempering.from() * Elementary.exp(part * Elementary.log(tempering.to() / tempering.from()))
                : Math.fma(part, tempering.to() - tempering.from(), tempering.from());
    }

    @Override
    public boolean looks(Batch batch) {
        return tempering.task().lattice().sites() <= MOST_PICTURED;
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        double sites = tempering.task().lattice().sites();
        Bins energies = new Bins(1);
        for (int chain = 0; chain < chains.size(); chain++) {
            Series series = sample.chains().get(chain);
            for (int row = 0; row < series.sweeps(); row++) {
                best = Math.min(best, -tempering.exponent(series, row) / sites);
            }
            double energy = -tempering.exponent(series, series.sweeps() - 1) / sites;
            energies.add(new double[] {energy});
            keep(energy, sample, chain);
        }
        Estimate mean = energies.estimate(0);
        Estimate residual = new Estimate(mean.mean() - best, mean.stderr(), mean.tau(), mean.size());
        return new Lesson(
                Stance.at(tempering.at(factor(batch.epoch() + 1))),
                List.of(
                        new Reading("best_energy", Estimate.exact(best)),
                        new Reading("mean_energy", mean),
                        new Reading("residual", residual),
                        new Reading("factor", Estimate.exact(factor(batch.epoch())))),
                pictures());
    }

    /** Keeps the field of least energy among those that an epoch has ended with. */
    private void keep(double energy, Sample sample, int chain) {
        if (energy < shown && !sample.fields().isEmpty()) {
            shown = energy;
            field = sample.fields().get(chain).clone();
        }
    }

    /** The best field; planes stand one below the other. */
    private List<Picture> pictures() {
        if (field.length == 0) {
            return List.of();
        }
        int columns = tempering.task().lattice().columns();
        double reach = 1;
        for (float value : field) {
            reach = Math.max(reach, Math.abs(value));
        }
        return List.of(new Picture("best", field.length / columns, columns, field, -reach, reach));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        Numerals.write(out, best);
        Numerals.write(out, shown);
        out.writeBoolean(field.length > 0);
        for (float value : field) {
            out.writeInt(Float.floatToRawIntBits(value));
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        best = Numerals.number(in);
        shown = Numerals.number(in);
        field = new float[in.readBoolean() ? (int) tempering.task().lattice().sites() : 0];
        for (int site = 0; site < field.length; site++) {
            field[site] = Float.intBitsToFloat(in.readInt());
        }
    }

    private Mark mark() {
        return new Mark("annealing of %d chains on %d sites"
                .formatted(chains.size(), tempering.task().lattice().sites()));
    }
}
